package dev.kaltstart.twin.seed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.ManualEdits;
import dev.kaltstart.twin.life.ObjectRemoval;
import dev.kaltstart.twin.life.SilentWebhook;
import dev.kaltstart.twin.life.SourceController;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.store.Ownership;
import dev.kaltstart.twin.world.Fault;
import dev.kaltstart.twin.world.World;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The damage to Git, to Flux, or by manual edits. */
final class DriftDamage {

    static final String CLASH = "kubernetes/flux/cluster/copy.yaml";
    static final ObjectKey CONTROLLER = Kinds.DEPLOYMENT.key("flux-system", "kustomize-controller");

    private static final String LIMITS = """
            ---
            apiVersion: v1
            kind: LimitRange
            metadata:
              name: containers
            spec:
              limits:
                - type: Container
                  default: { memory: 2Gi }
            """;

    private static final String NOTHING_TO_DELETE = "a bad commit: no application was found in the repository that a"
            + " commit could delete, in a directory of its own that a kustomization.yaml lists";

    private static final String NO_DATA_TO_DELETE =
            "lost data: no application was found in a directory of its own, with" + " a claim that Flux may prune";

    private final World world;
    private final Instant at;
    private final Branch branch;
    private final DamageTargets targets;

    DriftDamage(World world, Instant at) {
        this.world = world;
        this.at = at;
        this.branch = new Branch(world, at);
        this.targets = new DamageTargets(world);
    }

    void happen() {
        on(Fault.SUSPENDED_BY_OPERATOR, this::suspend);
        on(
                Fault.APP_DELETED,
                () -> targets.application(branch.files())
                        .ifPresentOrElse(this::deleteApplication, () -> PlayLimits.add(world, NOTHING_TO_DELETE)));
        on(
                Fault.DATA_DELETED,
                () -> targets.withData(branch.files())
                        .ifPresentOrElse(this::deleteApplication, () -> PlayLimits.add(world, NO_DATA_TO_DELETE)));
        on(Fault.PARENT_DELETED, this::deleteParent);
        on(Fault.BUILD_BROKEN, () -> targets.pillar(branch.files()).ifPresent(this::breakBuild));
        on(Fault.OWNERS_CLASH, () -> targets.harmless(0).ifPresent(this::clash));
        on(Fault.WEBHOOK_SILENT, () -> targets.harmless(0).ifPresent(this::silenceWebhook));
        on(Fault.DEPENDENCY_CIRCLE, () -> targets.harmless(0).ifPresent(this::tie));
        on(Fault.FORCE_PUSHED, branch::rewind);
        on(Fault.KEY_MISSING, this::loseKey);
        on(Fault.EDITED_BY_HAND, () -> targets.harmless(0).ifPresent(object -> ManualEdits.edits(world, key(object))));
        on(
                Fault.DELETED_BY_HAND,
                () -> targets.harmless(1).ifPresent(object -> ManualEdits.deletes(world, key(object))));
        on(Fault.NAMESPACE_STUCK, this::stickNamespace);
        on(Fault.CONTROLLERS_DOWN, this::stopController);
        on(Fault.PUSH_REFUSED, () -> new BranchProtection(world.origin()).raise());
        on(Fault.GIT_GONE, () -> {
            world.marks().put(SourceController.GONE, "");
            branch.announce();
        });
    }

    private void on(Fault fault, Runnable happens) {
        if (world.order().suffers(fault)) {
            happens.run();
        }
    }

    private static ObjectKey key(ObjectNode release) {
        return Objects.key(Kinds.HELM_RELEASE, release);
    }

    private void deleteApplication(AppLocation place) {
        var without = place.without(branch.files());
        branch.commit(
                branch.draft().delete(place.directory()).write(place.list(), without),
                SeedHistory.BOT,
                "Remove unused manifests");
        world.marks().put(OperatorRepairs.BAD, branch.head());
        if (world.order().suffers(Fault.REVERT_CONFLICTS)) {
            var limits = place.list().replace("kustomization.yaml", "limits.yaml");
            var list = without.stripTrailing().replaceFirst("resources: \\[]$", "resources:") + "\n  - ./limits.yaml\n";
            branch.commit(
                    branch.draft().write(limits, LIMITS).write(place.list(), list),
                    SeedHistory.ADMIN,
                    "Limit what a container may use");
        }
    }

    private void deleteParent() {
        var draft = branch.draft().delete(Tenants.PARENT);
        var list = Tenants.PARENT.replace("tenants.yaml", "kustomization.yaml");
        branch.files().read(list).ifPresent(lines -> draft.write(list, lines.replace("  - ./tenants.yaml\n", "")));
        branch.commit(draft, SeedHistory.ADMIN, "Tidy up the cluster directory");
    }

    private void breakBuild(AppLocation place) {
        var files = branch.files();
        var manifest = files.files(place.directory()).stream()
                .filter(file -> file.endsWith("helmrelease.yaml"))
                .findFirst()
                .orElse("app/helmrelease.yaml");
        var path = place.directory() + "/" + manifest;
        var broken = files.read(path).orElse("") + "    image: {repository: \"example\n";
        branch.commit(branch.draft().write(path, broken), SeedHistory.BOT, "Update image of " + place.name());
    }

    private void clash(ObjectNode release) {
        targets.ownerOf(release).ifPresent(owner -> {
            var copy = Json.object()
                    .put("apiVersion", "kustomize.toolkit.fluxcd.io/v1")
                    .put("kind", "Kustomization");
            Json.within(copy, "metadata")
                    .put("name", Json.text(owner, "metadata", "name") + "-copy")
                    .put("namespace", Json.text(owner, "metadata", "namespace"));
            var spec = (ObjectNode) owner.path("spec").deepCopy();
            spec.remove(List.of("dependsOn", "suspend"));
            copy.set("spec", spec);
            // JSON is YAML
            branch.commit(branch.draft().write(CLASH, Json.write(copy) + "\n"), SeedHistory.ADMIN, "Try another way");
        });
    }

    private void silenceWebhook(ObjectNode release) {
        SilentWebhook.begins(world);
        targets.ownerOf(release)
                .flatMap(owner -> place(Json.text(owner, "metadata", "name")))
                .ifPresent(place -> place.manifest(branch.files(), "helmrelease.yaml")
                        .ifPresent(file -> {
                            var text = branch.files().read(file).orElse("");
                            var slower = text.replaceAll("(?m)^  interval: .*$", "  interval: 2h");
                            branch.commit(branch.draft().write(file, slower), SeedHistory.ADMIN, "Look less often");
                        }));
    }

    /** The one that a release's Kustomization waits for waits for it in turn. */
    private void tie(ObjectNode release) {
        targets.ownerOf(release).ifPresent(owner -> {
            var name = Json.text(owner, "metadata", "name");
            var needed = Json.text(Json.at(owner, "spec", "dependsOn").path(0), "name");
            place(needed)
                    .flatMap(place -> place.manifest(branch.files(), "ks.yaml"))
                    .ifPresent(file -> {
                        var waits = "    - name: %s\n      namespace: %s\n"
                                .formatted(name, Json.text(owner, "metadata", "namespace"));
                        var text = branch.files().read(file).orElse("");
                        var tied = text.contains("\n  dependsOn:\n")
                                ? text.replaceFirst("\n  dependsOn:\n", "\n  dependsOn:\n" + waits)
                                : text.replaceFirst("(?m)^spec:\n", "spec:\n  dependsOn:\n" + waits);
                        branch.commit(
                                branch.draft().write(file, tied),
                                SeedHistory.ADMIN,
                                "Start %s after %s".formatted(needed, name));
                    });
        });
    }

    private Optional<AppLocation> place(String name) {
        return AppLocation.all(branch.files()).stream()
                .filter(place -> place.name().equals(name))
                .findFirst();
    }

    private void loseKey() {
        new Keys(world, at).lose();
        world.objects().list(Kinds.KUSTOMIZATION).stream()
                .filter(object -> Json.at(object, "spec").has("decryption"))
                .forEach(object -> world.objects()
                        .update(
                                Objects.key(Kinds.KUSTOMIZATION, object),
                                asked -> Json.within(asked, "metadata", "annotations")
                                        .put("reconcile.fluxcd.io/requestedAt", at.toString())));
    }

    private void suspend() {
        targets.harmless(1)
                .flatMap(targets::ownerOf)
                .ifPresent(owner -> byHand(
                        Objects.key(Kinds.KUSTOMIZATION, owner),
                        "flux",
                        object -> Json.within(object, "spec").put("suspend", true)));
    }

    private void stopController() {
        byHand(CONTROLLER, "kubectl", object -> Json.within(object, "spec").put("replicas", 0));
        branch.goOn();
    }

    private void stickNamespace() {
        targets.stuckNamespace().ifPresent(namespace -> {
            var held = Json.of("""
                    {'metadata': {'finalizers': ['backup.example/retain']}, 'data': {'keep': 'until it is saved'}}""");
            world.objects().create(Kinds.CONFIG_MAP.key(namespace, "retained"), held, at);
            ObjectRemoval.of(world, Kinds.NAMESPACE.key(namespace), at);
        });
    }

    private void byHand(ObjectKey key, String manager, Consumer<ObjectNode> change) {
        world.objects().find(key).ifPresent(current -> {
            var next = current.deepCopy();
            change.accept(next);
            new Ownership(key, current).updated(manager, current, next, at);
            world.objects().replace(key, current, next);
        });
    }
}
