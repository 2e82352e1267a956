package dev.kaltstart.storage;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gathers what was found of each storage system. What was not checked, or does not say, is named as not verified. */
final class StorageVerdict {

    static final String NO_STORAGE =
            "no storage: neither the repository nor the cluster shows a storage system, and there is no PersistentVolume";

    private final StorageLook look;
    private final List<String> well = new ArrayList<>();
    private final List<String> waiting = new ArrayList<>();
    private final List<String> unverified = new ArrayList<>();
    private final List<Measurement> measured = new ArrayList<>();
    private Optional<Check> stop = Optional.empty();
    private double progress = -1;

    private StorageVerdict(StorageLook look) {
        this.look = look;
        unverified.addAll(look.unjudged());
    }

    static StorageVerdict of(StorageLook look) {
        return new StorageVerdict(look);
    }

    /** With what a check of Longhorn found. */
    StorageVerdict with(Check longhorn) {
        if (longhorn instanceof Check.Met met) {
            well.add(met.message());
            measured.addAll(met.measured());
        } else if (longhorn instanceof Check.NotYet notYet) {
            waiting.add(notYet.message());
            progress = notYet.progress() == null ? -1 : notYet.progress();
        } else {
            stop = Optional.of(longhorn);
        }
        return this;
    }

    /** Ceph must be whole; a warning that says nothing about its data is named, and nothing waits for it. */
    StorageVerdict health(Instant now) {
        look.rook().clusters().forEach(cluster -> {
            var outdated = cluster.outdated(now);
            if (outdated.isPresent()) {
                unverified.add(outdated.get());
            } else if (cluster.healthy()) {
                well.add(cluster.label() + " is HEALTH_OK");
            } else if (cluster.whole()) {
                unverified.add(cluster.label() + " is " + cluster.message());
            } else {
                waiting.add(cluster.label() + " is " + cluster.message());
            }
        });
        return this;
    }

    /** The OSDs of a node must run again. */
    StorageVerdict osds(Node node) {
        look.rook().clusters().stream().filter(cluster -> !cluster.external()).forEach(cluster -> {
            Map<String, Boolean> osds = look.rook().osds(cluster, node);
            List<String> down = osds.entrySet().stream()
                    .filter(osd -> !osd.getValue())
                    .map(Map.Entry::getKey)
                    .toList();
            if (!down.isEmpty()) {
                waiting.add(
                        cluster.label() + ": OSD " + String.join(", ", down) + " of " + node.name() + " not up yet");
            } else {
                well.add(
                        osds.isEmpty()
                                ? cluster.label() + " has no OSD on " + node.name()
                                : cluster.label() + ": OSD " + String.join(", ", osds.keySet()) + " of " + node.name()
                                        + " up");
            }
        });
        return this;
    }

    /** Every instance must be ready, except where the loss of its volume was accepted. */
    StorageVerdict databases(Run run) {
        Set<String> givenUp = StorageFacts.claimsGivenUp(run);
        look.postgres().forEach(cluster -> {
            if (cluster.whole()) {
                well.add(cluster.label() + (cluster.asleep() ? " is hibernated" : " has all instances"));
            } else if (cluster.lost(look.client(), givenUp)) {
                unverified.add(cluster.label() + " lost a volume that was given up: have the instance made again with"
                        + " kubectl cnpg destroy, or restore the cluster from a backup");
            } else {
                waiting.add(cluster.label() + ": " + cluster.ready() + " of " + cluster.wanted() + " instances ready");
            }
        });
        return this;
    }

    Check check() {
        if (stop.isPresent()) {
            return stop.get();
        }
        if (!waiting.isEmpty()) {
            String message = String.join("; ", waiting);
            return progress < 0 ? Check.notYet(message) : Check.notYet(message, progress);
        }
        if (!unverified.isEmpty()) {
            measured.add(Measurement.notVerified(unverified.size()));
            well.add(0, "not verified: " + String.join(", ", unverified));
        }
        return Check.met(look.nothing() ? NO_STORAGE : String.join("; ", well), measured.toArray(new Measurement[0]));
    }
}
