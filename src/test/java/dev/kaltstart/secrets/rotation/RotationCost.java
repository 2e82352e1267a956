package dev.kaltstart.secrets.rotation;

import dev.kaltstart.git.RealGit;
import dev.kaltstart.secrets.rotation.Reencryption.Stage;
import dev.kaltstart.shell.Bench;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.shell.Shells;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/**
 * What it costs to encrypt files for one more age key, each with a new data key and opened with the new key alone, beside sops by
 * hand: {@code find | xargs sops updatekeys}, then {@code sops rotate}, which tries nothing. Started by {@code src/bench/rotation}.
 */
final class RotationCost {

    private static final String BY_HAND =
            "find . -name '*.sops.yaml' ! -name .sops.yaml -print0 | xargs -0 -n 1 sops updatekeys -y"
                    + " && find . -name '*.sops.yaml' ! -name .sops.yaml -print0 | xargs -0 -n 1 sops rotate -i";

    private final Path root;

    private RotationCost(Path root) {
        this.root = root;
    }

    public static void main(String[] arguments) throws IOException {
        int files = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        int looks = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        new RotationCost(Files.createTempDirectory("rotation-cost")).measure(files, looks);
        System.exit(0);
    }

    private void measure(int count, int looks) throws IOException {
        String old = key("old.key");
        String fresh = key("new.key");
        Files.writeString(
                root.resolve("both.key"),
                Files.readString(root.resolve("old.key")) + Files.readString(root.resolve("new.key")));
        Path tree = Files.createDirectories(root.resolve("tree"));
        Files.writeString(tree.resolve(".sops.yaml"), rules(old));
        for (int number = 0; number < count; number++) {
            Path file = tree.resolve("app-" + number + "/secret.sops.yaml");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "kind: Secret\nstringData:\n  user: me\n  password: value-" + number + "\n");
            run(Command.of("sops", "encrypt", "--in-place", file.toString()).in(tree));
        }
        Shells shells = new Bench(Files.createDirectories(root.resolve("home"))).shells();
        Shell shell = shells.unremembered(shells.local());
        var byHand = new ArrayList<Double>();
        var ours = new ArrayList<Double>();
        for (int look = 0; look < looks; look++) {
            byHand.add(byHand(tree, old, fresh));
            ours.add(ours(shell, tree, root.resolve("bench-" + look), fresh));
        }
        String line = "median of %d, %d files: by hand %.1f s, with the proof %.1f s, ratio %.2f%n"
                .formatted(looks, count, median(byHand), median(ours), median(ours) / median(byHand));
        System.out.write(line.getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    private double byHand(Path tree, String old, String fresh) throws IOException {
        Path copy = root.resolve("by-hand");
        FileSystemUtils.deleteRecursively(copy);
        FileSystemUtils.copyRecursively(tree, copy);
        Files.writeString(copy.resolve(".sops.yaml"), rules(old + "," + fresh));
        long before = System.nanoTime();
        run(Command.of("sh", "-c", BY_HAND)
                .in(copy)
                .with("SOPS_AGE_KEY_FILE", root.resolve("both.key").toString()));
        return seconds(before);
    }

    private double ours(Shell shell, Path tree, Path bench, String fresh) {
        List<EncryptedFile> files = EncryptedFiles.in(tree).all();
        var stage = new Stage(
                List.of("--add-age", fresh),
                before -> {
                    var both = new HashSet<>(before);
                    both.add(fresh);
                    return both;
                },
                Optional.empty());
        long before = System.nanoTime();
        Map<String, Path> done = new Reencryption(
                        shell, tree, bench, root.resolve("both.key"), root.resolve("new.key"), stage)
                .of(files, Map.of());
        double took = seconds(before);
        if (done.size() != files.size()) {
            throw new IllegalStateException(done.size() + " of " + files.size() + " files are done");
        }
        return took;
    }

    private static String rules(String recipients) {
        return "creation_rules:\n  - encrypted_regex: ^(data|stringData)$\n    age: " + recipients + "\n";
    }

    private String key(String name) {
        run(Command.of("age-keygen", "-o", root.resolve(name).toString()).in(root));
        return run(Command.of("age-keygen", "-y", root.resolve(name).toString()).in(root))
                .output()
                .strip();
    }

    private static Result run(Command command) {
        Result result = new RealGit().run(command);
        if (!result.succeeded()) {
            throw new IllegalStateException(result.error());
        }
        return result;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static double median(List<Double> all) {
        Collections.sort(all);
        return all.get(all.size() / 2);
    }
}
