package dev.kaltstart.storage;

import dev.kaltstart.engine.Run;
import java.util.List;
import java.util.stream.Collectors;

/** The volumes whose loss a person accepted: checks do not wait for them. */
record GivenUp(List<Volume> volumes) {

    static GivenUp of(Run run, List<Volume> volumes) {
        if (!run.find(StorageFacts.DATA_LOSS_ACCEPTED).orElse(false)) {
            return new GivenUp(List.of());
        }
        List<String> lost =
                run.find(StorageFacts.LAST_REPLICA_VOLUMES).orElse("").lines().toList();
        return new GivenUp(
                volumes.stream().filter(volume -> lost.contains(volume.label())).toList());
    }

    /** An addition to the messages about the other volumes; blank when no volume was given up. */
    String message() {
        return volumes.isEmpty()
                ? ""
                : "; given up, to be restored from a backup: "
                        + volumes.stream().map(Volume::label).collect(Collectors.joining(", "));
    }

    List<Volume> remaining(List<Volume> all) {
        return all.stream().filter(volume -> !volumes.contains(volume)).toList();
    }
}
