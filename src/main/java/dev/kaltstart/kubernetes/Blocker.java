package dev.kaltstart.kubernetes;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Blocks the eviction of a pod.
 *
 * @param unlock the known remedy
 * @param mayPass may clear without intervention
 */
record Blocker(String pod, String cause, String unlock, boolean mayPass) {

    static String message(List<Blocker> blockers) {
        return blockers.stream()
                .map(blocker -> blocker.pod() + " is held by " + blocker.cause() + ". Unlock: " + blocker.unlock())
                .collect(Collectors.joining("; ", "the drain is blocked: ", ""));
    }
}
