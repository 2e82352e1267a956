package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.SopsRule;
import dev.kaltstart.cluster.Inventory.SystemInUse;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.cluster.SopsFile;
import dev.kaltstart.cluster.volumes.DeclaredVolume;
import dev.kaltstart.cluster.volumes.DeclaredVolumes;
import dev.kaltstart.readiness.GoBagItem;
import dev.kaltstart.readiness.Occasion;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A cluster whose repository is in a directory of the test, and whose programs answer as a test writes down. */
final class ItemWorld {

    static final String DEPLOY_KEY = "bootstrap/github-deploy-key.sops.yaml";
    static final String FLUX_KEY = "bootstrap/sops-age.sops.yaml";
    static final String RECIPIENT = "age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq";
    static final Result OK = Result.exited(0, "", "");
    static final Result HANGS = new Result(Result.Ending.STOPPED, -1, "", "");

    final Path root;
    final List<Path> encrypted = new ArrayList<>();
    final List<SystemInUse> systems = new ArrayList<>();
    final List<DeclaredVolume> volumes = new ArrayList<>();
    String recipient = RECIPIENT;
    private List<Node> nodes;

    ItemWorld(Path root) {
        this.root = root;
        this.nodes = FakeInventory.homelabIn(root).nodes();
        write("age.key", "# of the test\n");
    }

    ItemWorld with(Node... others) {
        nodes = List.of(others);
        return this;
    }

    ItemWorld using(DataSystem system, String detail) {
        systems.add(new SystemInUse(system, detail, List.of("kubernetes/apps/app.yaml:1")));
        return this;
    }

    /** A Secret with one encrypted value. */
    ItemWorld secret(String file, String section, String key) {
        encrypted.add(Path.of(file));
        write(
                file,
                "kind: Secret\n%s:\n  %s: ENC[AES256_GCM,data:x]\nsops:\n  age:\n    - recipient: %s\n  mac: ENC[y]\n"
                        .formatted(section, key, RECIPIENT));
        return this;
    }

    ItemWorld bootstrapped() {
        return secret(DEPLOY_KEY, "stringData", "identity").secret(FLUX_KEY, "stringData", "age.agekey");
    }

    void write(String file, String content) {
        try {
            Files.createDirectories(Objects.requireNonNull(root.resolve(file).getParent()));
            Files.writeString(root.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Inventory inventory() {
        Inventory from = FakeInventory.homelabIn(root);
        return new Inventory(
                root,
                from.name(),
                from.endpoint(),
                from.talosVersion(),
                from.kubernetesVersion(),
                from.talosDirectory(),
                nodes,
                from.tools(),
                from.machineSecrets(),
                List.of(new SopsRule("kubernetes/.*", null, List.of(recipient), ".sops.yaml:2")),
                encrypted,
                from.kustomizations(),
                from.namespaces(),
                from.bootstrap(),
                from.reportFiles(),
                systems,
                new DeclaredVolumes(volumes, List.of()));
    }

    FakeCluster cluster() {
        return new FakeCluster(inventory());
    }

    SopsFile sops(String file) {
        return new SopsFile(inventory(), Path.of(file));
    }

    String opening(String file) {
        return sops(file).opening().line();
    }

    static Prerequisite prove(GoBagItem item, FakeCluster cluster) {
        return item.prove(Occasion.ordinary(cluster)).orElseThrow();
    }

    static Prerequisite rehearse(GoBagItem item, FakeCluster cluster) {
        return item.prove(new Occasion(cluster, Mode.REHEARSAL, "r-1")).orElseThrow();
    }
}
