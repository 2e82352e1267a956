package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Attaches the volumes that pods need, one node at a time, and detaches those that no pod of the node uses. */
public final class Attachments implements Rule {

    private static final Duration DETACHES_IN = Duration.ofSeconds(5);
    private static final Duration FORCED_IN = Duration.ofMinutes(6);

    @Override
    public void apply(World world, Instant now) {
        for (ObjectNode attachment : world.objects().list(Kinds.ATTACHMENT)) {
            detach(world, attachment, now);
        }
        for (ObjectNode pod : world.objects().list(Kinds.POD)) {
            if (!Pods.node(pod).isEmpty() && !Pods.terminating(pod) && !Pods.finished(pod)) {
                attach(world, pod, now);
            }
        }
    }

    /** All volumes of the pod are attached to its node. */
    static boolean attached(World world, JsonNode pod) {
        var namespace = Json.text(pod, "metadata", "namespace");
        return Pods.claims(pod).stream()
                .allMatch(claim -> volume(world, namespace, claim)
                        .flatMap(volume -> of(world, volume))
                        .filter(attachment -> Pods.node(pod).equals(Json.text(attachment, "spec", "nodeName")))
                        .isPresent());
    }

    private static void attach(World world, ObjectNode pod, Instant now) {
        if (!world.kubeletRuns(Pods.node(pod))) {
            return;
        }
        var namespace = Json.text(pod, "metadata", "namespace");
        for (String claim : Pods.claims(pod)) {
            volume(world, namespace, claim)
                    .filter(volume -> of(world, volume).isEmpty())
                    .filter(volume -> LonghornObjects.usable(world, volume))
                    .ifPresent(volume -> create(world, volume, Pods.node(pod), now));
        }
    }

    public static void create(World world, String volume, String node, Instant now) {
        var name = "csi-" + world.seed().hex("attachment/" + volume + "/" + node, 40);
        var attachment = Json.of("""
                {'spec': {'attacher': 'driver.longhorn.io', 'nodeName': '%s',
                          'source': {'persistentVolumeName': '%s'}},
                 'status': {'attached': true}}""", node, volume);
        world.objects().create(Kinds.ATTACHMENT.key(name), attachment, now);
    }

    /** The persistent volume behind a claim, once it is bound. */
    public static Optional<String> volume(World world, String namespace, String claim) {
        return world.objects()
                .find(Kinds.CLAIM.key(namespace, claim))
                .map(object -> Json.text(object, "spec", "volumeName"))
                .filter(name -> !name.isEmpty());
    }

    static Optional<ObjectNode> of(World world, String volume) {
        return world.objects().list(Kinds.ATTACHMENT).stream()
                .filter(attachment -> volume.equals(Json.text(attachment, "spec", "source", "persistentVolumeName")))
                .findFirst();
    }

    private static void detach(World world, ObjectNode attachment, Instant now) {
        var volume = Json.text(attachment, "spec", "source", "persistentVolumeName");
        var node = Json.text(attachment, "spec", "nodeName");
        var timer = "detach/" + Json.text(attachment, "metadata", "uid");
        if (used(world, volume, node)) {
            world.timers().clear(timer);
        } else if (world.timers().passed(timer, patience(world, node), now)) {
            world.timers().clear(timer);
            world.objects().remove(Objects.key(Kinds.ATTACHMENT, attachment));
        }
    }

    /** A silent node gets time to unmount, unless it has the out-of-service taint. */
    private static Duration patience(World world, String node) {
        return world.objects()
                .find(Kinds.NODE.key(node))
                .filter(object -> !Nodes.ready(object) && !Nodes.tainted(object, Nodes.OUT_OF_SERVICE))
                .map(object -> FORCED_IN)
                .orElse(DETACHES_IN);
    }

    private static boolean used(World world, String volume, String node) {
        return world.objects().list(Kinds.POD).stream()
                .filter(pod -> node.equals(Pods.node(pod)) && !Pods.finished(pod))
                .anyMatch(pod -> Pods.claims(pod).stream()
                        .anyMatch(claim -> volume(world, Json.text(pod, "metadata", "namespace"), claim)
                                .filter(volume::equals)
                                .isPresent()));
    }
}
