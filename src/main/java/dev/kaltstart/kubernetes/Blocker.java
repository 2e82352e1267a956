package dev.kaltstart.kubernetes;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What keeps a pod on its node.
 *
 * @param unlock what is known to help
 * @param mayPass it may go away by itself
 */
record Blocker(String pod, String cause, String unlock, boolean mayPass) {

    static String words(List<Blocker> blockers) {
        return blockers.stream()
                .map(blocker -> blocker.pod() + " is held by " + blocker.cause() + ". Unlock: " + blocker.unlock())
                .collect(Collectors.joining("; ", "the drain is blocked: ", ""));
    }
}
