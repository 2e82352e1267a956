package dev.kaltstart.twin.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.Attachments;
import dev.kaltstart.twin.life.Pods;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.Fault;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Instant;
import java.util.Optional;

/** What the pods do and say that Kaltstart starts beside a volume or in a copy; their labels and their words are Kaltstart's. */
public final class VolumeProbes implements Rule {

    /** A person has mended the network of the pods. */
    public static final String NETWORK_MENDED = "network-mended";

    private static final String PROBE = "kaltstart.dev/volume-probe";
    private static final String SENTINEL = "kaltstart.dev/sentinel";
    private static final String OPEN = "kaltstart.dev/egress-open";
    private static final String NETWORK = "kaltstart.dev/network-probe";
    private static final String CLOSED = "kaltstart.dev/egress-closed";

    @Override
    public void apply(World world, Instant now) {
        for (ObjectNode pod : world.objects().list(Kinds.POD)) {
            if ("Succeeded".equals(Pods.phase(pod)) && !said(pod)) {
                answer(world, pod)
                        .ifPresent(
                                message -> world.objects().update(Pods.key(pod), object -> say(object, message, now)));
            }
        }
    }

    private static Optional<String> answer(World world, ObjectNode pod) {
        if (has(pod, PROBE)) {
            var data = volume(world, pod)
                    .flatMap(volume -> VolumeData.of(world, volume))
                    .orElse(new VolumeData(0, 0));
            return Optional.of(
                    "files=%d\nbytes=%d\nsentinel=%s\n".formatted(data.files(), data.bytes(), data.sentinel()));
        }
        if (has(pod, SENTINEL)) {
            return volume(world, pod).map(volume -> mark(world, pod, volume));
        }
        if (has(pod, OPEN) || has(pod, CLOSED)) {
            return Optional.of("reached=%d\n".formatted(has(pod, CLOSED) && isolated(world, pod) ? 0 : 5));
        }
        if (has(pod, NETWORK)) {
            return Optional.of(
                    world.order().suffers(Fault.POD_NETWORK_DEAD)
                                    && !world.marks().containsKey(NETWORK_MENDED)
                            ? "api=0 name=0 closed=\n"
                            : "api=1 name=1 closed=\n");
        }
        return Optional.empty();
    }

    private static String mark(World world, ObjectNode pod, String volume) {
        var data = VolumeData.of(world, volume).orElse(new VolumeData(0, 0));
        var write = "write".equals(variable(pod, "ACTION"));
        data.with(write ? variable(pod, "SENTINEL") : "").on(world, volume);
        return write ? "sentinel=" + variable(pod, "SENTINEL") + "\n" : "removed\n";
    }

    /** A network that obeys policies. */
    private static boolean isolated(World world, ObjectNode pod) {
        return world
                .objects()
                .list(
                        Kinds.named("networking.k8s.io/v1", "NetworkPolicy").orElseThrow(),
                        Json.text(pod, "metadata", "namespace"))
                .stream()
                .anyMatch(policy ->
                        Json.at(policy, "spec", "policyTypes").toString().contains("Egress"));
    }

    private static String variable(ObjectNode pod, String name) {
        for (JsonNode variable : Json.at(pod, "spec", "containers").path(0).path("env")) {
            if (name.equals(Json.text(variable, "name"))) {
                return Json.text(variable, "value");
            }
        }
        return "";
    }

    private static Optional<String> volume(World world, ObjectNode pod) {
        return Pods.claims(pod).stream()
                .flatMap(claim -> Attachments.volume(world, Json.text(pod, "metadata", "namespace"), claim).stream())
                .findFirst();
    }

    /** Such a pod is no application: it makes no files of its own. */
    static boolean isProbe(JsonNode pod) {
        return has(pod, PROBE) || has(pod, SENTINEL);
    }

    private static boolean has(JsonNode pod, String label) {
        return Json.at(pod, "metadata", "labels").has(label);
    }

    private static boolean said(ObjectNode pod) {
        return Json.at(pod, "status", "containerStatuses").path(0).has("state");
    }

    private static void say(ObjectNode pod, String message, Instant now) {
        var status = Json.object();
        status.put("name", "probe");
        Json.within(status, "state", "terminated")
                .put("exitCode", 0)
                .put("message", message)
                .put("finishedAt", Json.time(now));
        Json.within(pod, "status").putArray("containerStatuses").add(status);
    }
}
