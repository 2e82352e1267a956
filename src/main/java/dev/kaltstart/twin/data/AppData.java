package dev.kaltstart.twin.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.Attachments;
import dev.kaltstart.twin.life.Pods;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Instant;

/** An application that starts on an empty volume makes its files there: from then on the volume only looks restored. */
final class AppData implements Rule {

    @Override
    public void apply(World world, Instant now) {
        for (ObjectNode pod : world.objects().list(Kinds.POD)) {
            if (Pods.healthy(pod) && !VolumeProbes.isProbe(pod)) {
                var namespace = Json.text(pod, "metadata", "namespace");
                Pods.claims(pod).stream()
                        .flatMap(claim -> Attachments.volume(world, namespace, claim).stream())
                        .filter(volume -> VolumeData.of(world, volume).isEmpty())
                        .forEach(volume -> VolumeData.FRESH.on(world, volume));
            }
        }
    }
}
