package dev.kaltstart.alert;

import java.util.List;
import java.util.stream.Collectors;

/** Summarises a list of deleted objects. */
final class PrunedCount {

    private static final int NAMED = 3;

    private PrunedCount() {}

    static String label(List<String> objects) {
        String some = objects.stream().limit(NAMED).collect(Collectors.joining(", "));
        return objects.size() > NAMED ? objects.size() + " objects, among them " + some : some;
    }
}
