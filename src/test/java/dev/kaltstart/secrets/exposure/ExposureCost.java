package dev.kaltstart.secrets.exposure;

import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.PastFiles;
import dev.kaltstart.git.RealGit;
import dev.kaltstart.git.TestClones;
import dev.kaltstart.secrets.LeakFacts;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Home;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * What the exposure of a leaked key costs in a repository with many commits, beside one plain {@code git log --all --raw} of it.
 * The repository is made up, or an existing bare one. Started by {@code src/bench/exposure}.
 */
final class ExposureCost {

    private static final int FILES = 200;

    private ExposureCost() {}

    public static void main(String[] arguments) throws Exception {
        int commits = arguments.length > 0 && !arguments[0].isEmpty() ? Integer.parseInt(arguments[0]) : 10_000;
        int looks = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path root = Files.createTempDirectory("exposure-cost");
        Path host = arguments.length > 2 ? Path.of(arguments[2]).toRealPath() : generated(root, commits);
        String recipients = arguments.length > 3 ? arguments[3] : "";
        boolean table = arguments.length > 4;
        var cluster = new LeakedRepository.OnHost(new LeakedRepository(root.resolve("one"), host));
        var run = FakeRun.on(cluster)
                .of("exposure-cost")
                .with(LeakFacts.AGE_KEY, true)
                .with(LeakFacts.RECIPIENTS, recipients);
        var clone = TestClones.in(new Home(root.resolve("home"))).of(cluster, run.recovery());
        clone.fetchEverything();
        Path git = root.resolve("home/clones/exposure-cost.git");
        CommitId head = clone.head().orElseThrow();
        var logged = new ArrayList<Double>();
        var searched = new ArrayList<Double>();
        BlastRadius.Found found = null;
        for (int n = 0; n < looks; n++) {
            logged.add(seconds(() -> RealGit.git(git, "log", "--all", "--raw", "--output=" + root.resolve("log"))));
            long before = System.nanoTime();
            var secrets = new PastSecrets();
            PastFiles past = clone.search(head, PastSecrets::isSecretName, PastSecrets.MARKERS, secrets);
            found = new BlastRadius(FakeInventory.homelab(), past, secrets, text -> text).of(Leak.of(run));
            searched.add((System.nanoTime() - before) / (double) TimeUnit.SECONDS.toNanos(1));
            print(
                    "%d commits, %d versions of files with secrets",
                    past.commits(), past.versions().size());
        }
        print(
                "median of " + looks + ": git log %.2f s, exposure %.2f s, ratio %.1f",
                median(logged),
                median(searched),
                median(searched) / median(logged));
        var summary = new ExposureSummary(found == null ? List.of() : found.values(), List.of());
        print(
                "%s; %d credentials",
                summary.line().replace("%", "%%"),
                summary.values().stream().map(ExposedValue::subject).distinct().count());
        if (table) {
            print("%s", summary.table());
        }
        System.exit(0);
    }

    /** Files with and without secrets, each commit changes one to three of them; every tenth changes a secret. */
    private static Path generated(Path root, int commits) throws IOException {
        Path host = Files.createDirectories(root.resolve("host.git"));
        RealGit.git(host, "init", "--quiet", "--bare", "--initial-branch=main");
        Path stream = root.resolve("stream");
        var random = new Random(1);
        try (Writer out = Files.newBufferedWriter(stream)) {
            for (int n = 0; n < commits; n++) {
                out.write("commit refs/heads/main\ncommitter Somebody <somebody@localhost> "
                        + (1_600_000_000L + n * 3600L) + " +0000\ndata 6\nchange\n");
                if (n % 10 == 0 || n < FILES) {
                    int file = n < FILES ? n : random.nextInt(FILES);
                    put(
                            out,
                            "kubernetes/apps/app-" + file + "/secret.sops.yaml",
                            Encrypted.secret(
                                    "app-" + file, "app-secret", "v" + n, "age1benchrecipient", "A_PASSWORD", "TOKEN"));
                }
                for (int more = 0; more < 2; more++) {
                    put(
                            out,
                            "kubernetes/apps/app-" + random.nextInt(FILES) + "/helmrelease.yaml",
                            "kind: HelmRelease\nspec:\n" + ("  key: value-" + n + "-" + more + "\n").repeat(60));
                }
            }
        }
        var result = new RealGit()
                .run(Command.of("sh", "-c", "git fast-import --quiet < \"$1\"", "sh", stream.toString())
                        .in(host));
        if (!result.succeeded()) {
            throw new IOException(result.error());
        }
        return host;
    }

    private static void put(Writer out, String path, String content) throws IOException {
        out.write("M 100644 inline " + path + "\ndata " + content.getBytes(StandardCharsets.UTF_8).length + "\n"
                + content + "\n");
    }

    private static double seconds(Callable<?> work) throws Exception {
        long before = System.nanoTime();
        work.call();
        return (System.nanoTime() - before) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static double median(List<Double> all) {
        var sorted = new ArrayList<>(all);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    @SuppressWarnings("SystemOut")
    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
