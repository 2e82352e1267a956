package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.origin.Origin;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Flux follows the branches of the twin's repository: at its interval, and when it is asked to. */
public final class SourceController implements Rule {

    /** The host of the repository does not answer. */
    public static final String GONE = "git/gone";

    private static final Duration USUAL = Duration.ofHours(1);
    private static final Duration RETRIES_IN = Duration.ofSeconds(30);

    @Override
    public void apply(World world, Instant now) {
        if (world.origin().exists() && FluxControllers.running(world, "source-controller")) {
            for (ObjectNode source : world.objects().list(Kinds.GIT_REPOSITORY)) {
                if (SourceTracking.source(world, source)) {
                    live(world, source, now);
                }
            }
        }
    }

    private static void live(World world, ObjectNode source, Instant now) {
        if (FluxControllers.going(source)) {
            ObjectRemoval.letGo(world, Objects.key(Kinds.GIT_REPOSITORY, source), FluxControllers.FINALIZER, now);
        } else if (!FluxControllers.suspended(source) && due(world, source, now)) {
            fetch(world, source, now);
        }
    }

    private static boolean due(World world, ObjectNode source, Instant now) {
        var again = Conditions.is(source, "Ready", "True")
                ? FluxControllers.duration(source, "interval", USUAL)
                : RETRIES_IN;
        return !asked(source).equals(world.marks().get("fetched/" + FluxControllers.uid(source)))
                || world.timers().passed(timer(source), again, now);
    }

    private static String asked(ObjectNode source) {
        return FluxControllers.generation(source) + " " + FluxControllers.requested(source);
    }

    private static String timer(ObjectNode source) {
        return "fetch/" + FluxControllers.uid(source);
    }

    static void fetch(World world, ObjectNode source, Instant now) {
        world.marks().put("fetched/" + FluxControllers.uid(source), asked(source));
        world.timers().clear(timer(source));
        world.timers().since(timer(source), now);
        var branch = Json.at(source, "spec", "ref", "branch").asText("master");
        Optional<String> head = world.marks().containsKey(GONE)
                ? Optional.empty()
                : world.origin().head(branch).or(() -> main(world, source));
        world.objects().update(Objects.key(Kinds.GIT_REPOSITORY, source), object -> {
            FluxControllers.hold(object);
            FluxControllers.handled(object);
            head.ifPresentOrElse(commit -> store(object, branch, commit, now), () -> fail(world, object, branch, now));
        });
    }

    /** The copy of the repository has one branch, whatever the real one is called. */
    private static Optional<String> main(World world, ObjectNode source) {
        return Objects.key(Kinds.GIT_REPOSITORY, source).equals(SourceTracking.main(world))
                ? world.origin().head(Origin.BRANCH)
                : Optional.empty();
    }

    private static void store(ObjectNode source, String branch, String commit, Instant now) {
        var revision = branch + "@sha1:" + commit;
        var artifact = Json.within(source, "status", "artifact");
        if (!revision.equals(Json.text(artifact, "revision"))) {
            artifact.put("revision", revision)
                    .put("digest", "sha256:" + new dev.kaltstart.twin.world.Seed("artifact").hex(commit, 64))
                    .put(
                            "path",
                            "gitrepository/%s/%s/%s.tar.gz"
                                    .formatted(
                                            Json.text(source, "metadata", "namespace"),
                                            Json.text(source, "metadata", "name"),
                                            commit))
                    .put("lastUpdateTime", Json.time(now));
        }
        var message = "stored artifact for revision '%s'".formatted(revision);
        Conditions.set(source, "Ready", "True", "Succeeded", message, now);
        Conditions.set(source, "ArtifactInStorage", "True", "Succeeded", message, now);
        Conditions.drop(source, "FetchFailed");
        Json.within(source, "status").put("observedGeneration", FluxControllers.generation(source));
    }

    private static void fail(World world, ObjectNode source, String branch, Instant now) {
        var message = world.marks().containsKey(GONE)
                ? "failed to checkout and determine revision: unable to list remote for '%s': dial tcp: connect: connection refused"
                        .formatted(Json.text(source, "spec", "url"))
                : "failed to checkout and determine revision: unable to clone '%s': couldn't find remote ref \"refs/heads/%s\""
                        .formatted(Json.text(source, "spec", "url"), branch);
        Conditions.set(source, "FetchFailed", "True", "GitOperationFailed", message, now);
        Conditions.set(source, "Ready", "False", "GitOperationFailed", message, now);
        Json.within(source, "status").put("observedGeneration", FluxControllers.generation(source));
    }
}
