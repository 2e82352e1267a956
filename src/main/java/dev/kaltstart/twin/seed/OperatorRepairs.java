package dev.kaltstart.twin.seed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.ManualEdits;
import dev.kaltstart.twin.life.NamespaceController;
import dev.kaltstart.twin.life.ObjectRemoval;
import dev.kaltstart.twin.life.SilentWebhook;
import dev.kaltstart.twin.life.SourceController;
import dev.kaltstart.twin.origin.Origin;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kind;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.tool.RenderedFiles;
import dev.kaltstart.twin.tool.Scratch;
import dev.kaltstart.twin.world.CertificateAuthorities;
import dev.kaltstart.twin.world.World;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Repairs by the simulated operator, in the cluster and on the Git host, for the tasks that need them. */
public final class OperatorRepairs {

    private static final String SOLVE = "solveConflict";

    /** The tasks that change something in the twin when they are done. */
    public static final List<String> TASKS = List.of(("giveKey bringControllers bringGit mergeByHand releaseNamespace"
                    + " decideOverwrite settleOwners judgeDrift replaceCa replaceValue " + SOLVE)
            .split(" "));

    /** The commit that destroyed something. */
    public static final String BAD = "git/bad";

    /** A revert hit a conflict that was reported to the operator. */
    public static final String CONFLICT = "git/conflict";

    private final World world;
    private final Instant now;

    public OperatorRepairs(World world) {
        this.world = world;
        this.now = world.now();
    }

    /** Does nothing for any other task. */
    public void after(String task) {
        switch (task) {
            case "giveKey" -> new Keys(world, now).lay();
            case "bringControllers" -> startController();
            case "bringGit" -> world.marks().remove(SourceController.GONE);
            case "mergeByHand" -> merge();
            case "releaseNamespace" -> releaseNamespaces();
            case "decideOverwrite" -> ManualEdits.ends(world);
            case "settleOwners" -> settleOwners();
            case "judgeDrift" -> SilentWebhook.ends(world);
            case "replaceCa" -> replaceCa();
            case "replaceValue" -> new ReplacedValues(world, now).commit();
            case SOLVE -> world.marks().put(CONFLICT, "");
            default -> {
                // nothing in the twin hangs on it
            }
        }
    }

    private void replaceCa() {
        world.rotateCa(CertificateAuthorities.of(world.order().recovery() + "/rotated"));
        Scratch.write(
                world.repository().resolve(world.order().site().talosconfig()),
                RenderedFiles.talosconfig(world, world.pki()));
    }

    private void startController() {
        world.objects()
                .update(
                        DriftDamage.CONTROLLER,
                        controller -> Json.within(controller, "spec").put("replicas", 1));
    }

    /** The branch that Kaltstart has pushed; the newest, when it had to try more than once. */
    private void merge() {
        var origin = world.origin();
        if (!origin.exists()) {
            return;
        }
        var name = "kaltstart/revert-" + world.order().recovery();
        Stream.of("-9", "-8", "-7", "-6", "-5", "-4", "-3", "-2", "")
                .flatMap(suffix -> origin.head(name + suffix).stream())
                .findFirst()
                .ifPresent(theirs -> {
                    var ours = origin.head(Origin.BRANCH).orElseThrow();
                    var merged = origin.merged(ours, theirs);
                    merged.by(SeedHistory.ADMIN).says("Merge branch '" + name + "'");
                    origin.move(Origin.BRANCH, origin.commit(merged, now, ours, theirs));
                    new Branch(world, now).announce();
                });
    }

    private void releaseNamespaces() {
        world.objects().list(Kinds.NAMESPACE).stream()
                .filter(NamespaceController::terminating)
                .map(namespace -> Json.text(namespace, "metadata", "name"))
                .forEach(this::release);
    }

    private void release(String namespace) {
        for (Kind kind : Kinds.ALL) {
            world.objects().list(kind).stream()
                    .filter(object -> kind.namespaced() && namespace.equals(Json.text(object, "metadata", "namespace")))
                    .forEach(object -> letGo(kind, object));
        }
    }

    private void letGo(Kind kind, ObjectNode object) {
        Json.at(object, "metadata", "finalizers")
                .forEach(finalizer -> ObjectRemoval.letGo(world, Objects.key(kind, object), finalizer.asText(), now));
    }

    private void settleOwners() {
        if (world.origin().exists()) {
            var branch = new Branch(world, now);
            if (branch.files().read(DriftDamage.CLASH).isPresent()) {
                branch.commit(
                        branch.draft().delete(DriftDamage.CLASH), SeedHistory.ADMIN, "Let one Kustomization own it");
            }
        }
    }
}
