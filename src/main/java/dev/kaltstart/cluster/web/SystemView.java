package dev.kaltstart.cluster.web;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.SystemInUse;
import java.util.List;
import java.util.Locale;

/**
 * A system that stores, backs up or protects the data of a cluster.
 *
 * @param kind what it is for, in lower case
 * @param sources where the repository shows it, file and line
 * @param ability what Kaltstart can do with it
 */
record SystemView(String kind, String name, List<String> sources, String ability) {

    static List<SystemView> of(Inventory inventory) {
        return inventory.systems().stream().map(SystemView::of).toList();
    }

    private static SystemView of(SystemInUse one) {
        return new SystemView(
                one.system().purpose().name().toLowerCase(Locale.ROOT),
                one.label(),
                one.sources(),
                one.system().ability());
    }
}
