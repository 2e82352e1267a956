package dev.kaltstart.cluster.check;

import dev.kaltstart.cluster.DataSystem.Purpose;
import dev.kaltstart.cluster.Inventory.SystemInUse;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints what stores, backs up and protects the data of a cluster, and what Kaltstart can do with it. */
record SystemTable(PrintStream out, List<SystemInUse> systems, Colours colours) {

    void print() {
        out.println();
        out.println(colours.heading("What you have"));
        var table = new TextTable().row("kind", "system", "seen in", "what Kaltstart can do with it");
        for (Purpose purpose : Purpose.values()) {
            var kind = purpose.name().toLowerCase(Locale.ROOT);
            var these = systems.stream()
                    .filter(one -> one.system().purpose() == purpose)
                    .toList();
            these.forEach(
                    one -> table.row(kind, one.label(), seen(one), one.system().ability()));
            if (these.isEmpty()) {
                table.row(kind, "none recognised", null, purpose == Purpose.STORAGE ? LATER : null);
            }
        }
        table.print(out);
    }

    private static final String LATER = "looks for volumes and storage in the cluster itself before a wipe";

    private static String seen(SystemInUse system) {
        var more = system.sources().size() - 1;
        return system.sources().get(0) + (more == 0 ? "" : " and " + more + " more");
    }
}
