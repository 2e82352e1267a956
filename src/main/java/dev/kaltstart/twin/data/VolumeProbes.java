package dev.kaltstart.twin.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.Attachments;
import dev.kaltstart.twin.life.Pods;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Instant;

/** What the pods say that count the files on a volume; their label and their words are Kaltstart's. */
final class VolumeProbes implements Rule {

    private static final String LABEL = "kaltstart.dev/volume-probe";

    @Override
    public void apply(World world, Instant now) {
        for (ObjectNode pod : world.objects().list(Kinds.POD)) {
            if (isProbe(pod) && "Succeeded".equals(Pods.phase(pod)) && !said(pod)) {
                var data = Pods.claims(pod).stream()
                        .flatMap(claim ->
                                Attachments.volume(world, Json.text(pod, "metadata", "namespace"), claim).stream())
                        .flatMap(volume -> VolumeData.of(world, volume).stream())
                        .findFirst()
                        .orElse(new VolumeData(0, 0));
                world.objects().update(Pods.key(pod), object -> say(object, data));
            }
        }
    }

    static boolean isProbe(JsonNode pod) {
        return Json.at(pod, "metadata", "labels").has(LABEL);
    }

    private static boolean said(ObjectNode pod) {
        return Json.at(pod, "status", "containerStatuses").path(0).has("state");
    }

    private static void say(ObjectNode pod, VolumeData data) {
        var statuses = Json.within(pod, "status").putArray("containerStatuses");
        statuses.add(Json.of(
                "{'name': 'probe', 'state': {'terminated': {'exitCode': 0, 'message': 'files=%d\\nbytes=%d\\n'}}}",
                data.files(), data.bytes()));
    }
}
