package dev.kaltstart.cluster.check;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A cluster's settings, and the credentials with which Kaltstart would reach it. */
record ClusterTables(PrintStream out, CheckedCluster cluster) {

    void print() {
        var table = new TextTable().row("repository", cluster.repository().toString());
        var layout = cluster.layout();
        if (layout != null) {
            table.row("machines", layout.why());
        }
        settings(table);
        inventory(table);
        table.print(out);
    }

    private void settings(TextTable table) {
        var settings = cluster.settings();
        if (settings != null) {
            table.row("exists", settings.twin() ? "only as a twin" : "yes");
            table.row("critical", String.join(", ", settings.critical()));
        }
    }

    private void inventory(TextTable table) {
        var inventory = cluster.inventory();
        if (inventory != null) {
            table.row("name in Talos", inventory.name());
            table.row("endpoint", inventory.endpoint());
            table.row("Talos", inventory.talosVersion());
            table.row("Kubernetes", inventory.kubernetesVersion());
            table.row("kubeconfig", file(inventory.tools().kubeconfig()));
            table.row("talosconfig", file(inventory.tools().talosconfig()));
            table.row("age key", file(inventory.tools().ageKey()));
            var secrets = inventory.machineSecrets();
            table.row("machine secrets", secrets == null ? null : secrets.toString());
        }
    }

    private static String file(Path file) {
        return Files.isRegularFile(file) ? file.toString() : file + " (not on this machine)";
    }
}
