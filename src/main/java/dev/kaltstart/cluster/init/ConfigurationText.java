package dev.kaltstart.cluster.init;

import dev.kaltstart.cluster.yaml.YamlText;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of a new kaltstart.yaml. It is valid as it is: what a person has to complete is a comment.
 *
 * @param checkout relative to the file
 */
record ConfigurationText(List<DraftedCluster> clusters, String checkout, CheckoutOrigin origin) {

    String text() {
        var lines = new ArrayList<String>();
        lines.add("# Written by 'kaltstart init'. What is not here is read from the repository.");
        lines.add("kaltstart:");
        lines.add("  clusters:");
        clusters.forEach(cluster -> cluster(cluster, lines));
        return String.join("\n", lines) + "\n";
    }

    private void cluster(DraftedCluster cluster, List<String> lines) {
        var renamed = cluster.name().equals(cluster.described())
                ? ""
                : " # in the repository: " + YamlText.comment(cluster.described());
        lines.add("    %s:%s".formatted(YamlText.scalar(cluster.name()), renamed));
        lines.add("      repository:");
        lines.add("        checkout: " + YamlText.scalar(checkout));
        repository(lines);
        var path = cluster.path();
        if (path != null) {
            lines.add("        path: " + YamlText.scalar(path));
        }
        var declare = cluster.toDeclare();
        if (!declare.isEmpty()) {
            lines.add("      # Complete these lines and uncomment them:");
            declare.forEach(line -> lines.add("      # " + YamlText.comment(line)));
        }
        if (!cluster.knowsEndpoint()) {
            lines.add("      # endpoint: https://ADDRESS:6443 # of the Kubernetes API");
        }
        lines.add("      # critical: [NAMESPACE] # namespaces or applications to recover first");
        lines.add("      # objectives: { controlPlane: 4h, criticalApps: 8h } # how long a recovery may take");
    }

    private void repository(List<String> lines) {
        var url = origin.url();
        if (url != null) {
            lines.add("        url: " + YamlText.scalar(url.value()));
        }
        if (!origin.complaint().isEmpty()) {
            lines.add("        # " + origin.complaint());
        }
        var branch = origin.branch();
        lines.add(
                branch == null
                        ? "        # branch: main # the one that Flux follows"
                        : "        branch: %s # the one that is checked out; it has to be the one that Flux follows"
                                .formatted(YamlText.scalar(branch)));
    }
}
