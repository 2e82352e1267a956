package dev.kaltstart.flux.bootstrap;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.diagnosis.SuspensionPause;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The cluster has the secrets that Flux cannot start without, and the key in the cluster opens what Flux will have to decrypt. A
 * key in the wrong namespace, under a name that Flux ignores, or for other files is found here, and not hours later in Flux.
 */
@Component
class SeedSecrets extends Step {

    /** Of the shell that sops starts kubectl in. */
    private static final int NOT_FOUND = 127;

    /** A new API server refuses this and that in its first minutes. */
    private static final int TRIES = 3;

    private static final Duration PAUSE = Duration.ofSeconds(5);

    @Override
    public Check check(Run run) {
        Cluster cluster = run.cluster();
        KubernetesClient client = cluster.kubernetes();
        List<BootstrapSecret> seeds = BootstrapSecret.of(cluster.inventory());
        List<String> missing = missing(client, seeds);
        if (!missing.isEmpty()) {
            return Check.notYet(
                    "not in the cluster yet: " + String.join(", ", missing),
                    Math.max(0, seeds.size() - missing.size()) / (double) Math.max(1, seeds.size()));
        }
        Check key = new AgeTrial(cluster, namespaces(cluster.inventory(), seeds)).check();
        if (!(key instanceof Check.Met)) {
            return key;
        }
        String there = seeds.isEmpty()
                ? "the repository has no secrets for the bootstrap"
                : "in the cluster: "
                        + seeds.stream().map(BootstrapSecret::label).collect(Collectors.joining(", "));
        return Check.met(there + "; " + key.message(), Measurement.count("seededSecrets", seeds.size()));
    }

    private static List<String> missing(KubernetesClient client, List<BootstrapSecret> seeds) {
        var missing = new ArrayList<String>();
        if (client.namespaces().withName(BootstrapSecret.USUAL).get() == null) {
            missing.add("the namespace " + BootstrapSecret.USUAL);
        }
        for (BootstrapSecret seed : seeds) {
            @Nullable Secret found = found(client, seed);
            if (found == null) {
                missing.add(seed.label());
            } else if (!hasAll(found, seed)) {
                missing.add(seed.label() + " (without the entries of " + seed.file() + ")");
            }
        }
        return missing;
    }

    private static @Nullable Secret found(KubernetesClient client, BootstrapSecret seed) {
        return client.secrets()
                .inNamespace(seed.namespace())
                .withName(seed.name())
                .get();
    }

    private static boolean hasAll(Secret found, BootstrapSecret seed) {
        return Objects.requireNonNullElse(found.getData(), Map.<String, String>of())
                .keySet()
                .containsAll(seed.keys());
    }

    private static Set<String> namespaces(Inventory inventory, List<BootstrapSecret> seeds) {
        var namespaces = new TreeSet<String>(Set.of(BootstrapSecret.USUAL));
        seeds.forEach(seed -> namespaces.add(seed.namespace()));
        return namespaces;
    }

    @Override
    public void perform(Run run) {
        Cluster cluster = run.cluster();
        KubernetesClient client = cluster.kubernetes();
        List<BootstrapSecret> seeds = BootstrapSecret.of(cluster.inventory());
        namespaces(cluster.inventory(), seeds).forEach(namespace -> create(client, namespace));
        Map<Path, String> files = seeds.stream()
                .collect(Collectors.toMap(
                        BootstrapSecret::file, BootstrapSecret::namespace, (one, same) -> one, java.util.TreeMap::new));
        files.forEach((file, namespace) -> apply(run, file, namespace));
    }

    private static void create(KubernetesClient client, String namespace) {
        if (client.namespaces().withName(namespace).get() == null) {
            client.namespaces()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(namespace)
                            .endMetadata()
                            .build())
                    .create();
        }
    }

    /** The file is tried first, so that what sops could complain about is not in the journal. */
    private static void apply(Run run, Path file, String namespace) {
        Cluster cluster = run.cluster();
        requireOpen(cluster, file);
        Command command = SopsRun.apply(cluster.inventory(), file, namespace);
        Result result = cluster.shell().run(command);
        for (int tries = 1; tries < TRIES && failed(result); tries++) {
            SuspensionPause.of(run, PAUSE);
            result = cluster.shell().run(command);
        }
        if (result.exitCode() == NOT_FOUND) {
            throw new Shell.MissingTool("kubectl is not installed here, and sops hands the secrets to it: install it");
        }
        if (failed(result)) {
            throw new Failure.NeedsHuman(
                    "SEED_REFUSED",
                    "the cluster has not taken " + file + " (exit code " + result.exitCode()
                            + "). The error may quote a secret, so it is not recorded: run the command below to see it");
        }
    }

    private static boolean failed(Result result) {
        return result.ending() == Result.Ending.EXITED && result.exitCode() != 0;
    }

    private static void requireOpen(Cluster cluster, Path file) {
        Result result = SopsRun.open(cluster, file);
        if (SopsRun.opened(result) && !result.succeeded()) {
            throw new Failure.NeedsHuman(
                    "SEED_CHANGED",
                    file + " was changed after it was encrypted, so sops refuses it (exit code " + result.exitCode()
                            + "): put back the last good one from the history of the repository");
        }
        if (!result.succeeded()) {
            Path key = cluster.inventory().tools().ageKey();
            throw new Failure.NeedsHuman(
                    "SEED_CLOSED",
                    file + " cannot be decrypted here"
                            + (Files.isRegularFile(key)
                                    ? ": the age key at " + key + " does not open it (exit code " + result.exitCode()
                                            + " of sops); put the right one there"
                                    : ": there is no age key at " + key + "; put it there")
                            + ", from the password manager or the offline copy");
        }
    }

    @Override
    public List<String> remedies(Run run, String code) {
        Inventory inventory = run.cluster().inventory();
        var commands = new ArrayList<String>();
        if (code.startsWith("SEED")) {
            BootstrapSecret.of(inventory).forEach(seed -> {
                commands.add("# " + seed.label());
                commands.add(SopsRun.applyByHand(inventory, seed.file(), seed.namespace()));
            });
            return commands;
        }
        commands.addAll(List.of(
                "# the secrets of Flux and their entries: Flux reads only those whose name ends in .agekey",
                "kubectl -n flux-system get secrets",
                "# which key is in the cluster, which do you have, and for which are the files encrypted?",
                "kubectl -n flux-system get secret sops-age"
                        + " -o go-template='{{range .data}}{{. | base64decode}}{{end}}' | age-keygen -y",
                Command.of("age-keygen", "-y", inventory.tools().ageKey().toString())
                        .line(),
                Command.of(
                                "grep",
                                "-n",
                                "age",
                                inventory.root().resolve(".sops.yaml").toString())
                        .line(),
                "# put the right key into the cluster",
                "kubectl -n flux-system create secret generic sops-age "
                        + Command.of("--from-file=age.agekey="
                                        + inventory.tools().ageKey())
                                .line()
                        + " --dry-run=client -o yaml | kubectl apply --server-side --force-conflicts -f -"));
        return commands;
    }
}
