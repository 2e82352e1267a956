package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.machines.MachineSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says why no machines are known, and what to do about it. */
record UnknownMachines(Checkout checkout, List<MachineSource> described) {

    private static final Pattern UNCONFIGURED =
            Pattern.compile("(cluster|nodes|config)\\.sample\\.(ya?ml|toml)|templates?/config/talos/.*");
    private static final Pattern TERRAFORM = Pattern.compile(".*\\.(tf|tofu)");
    private static final Pattern TALOS_RESOURCE = Pattern.compile("\"talos_machine_(configuration|secrets)");

    private static final String DECLARE =
            "declare the nodes in kaltstart.yaml (under 'nodes', with role and address) to recover nodes, too;"
                    + " or let Kaltstart run while the cluster answers (with 'endpoint', a kubeconfig and a talosconfig): it records its nodes";

    /** @param path that a person chose; null when none */
    String explanation(@Nullable String path) {
        if (path != null && !described.isEmpty()) {
            return "'%s' is none of the clusters here: %s"
                    .formatted(
                            path,
                            described.stream()
                                    .limit(30)
                                    .map(MachineSource::label)
                                    .collect(Collectors.joining(", ")));
        }
        var sample = checkout.files(file -> UNCONFIGURED.matcher(file).matches());
        if (!sample.isEmpty()) {
            return "this is the cluster template before it is configured (%s): follow its README to configure it, then run check again"
                    .formatted(sample.get(0));
        }
        return terraform()
                .map(file ->
                        "the machines are made by Terraform (%s), which is not run here: %s".formatted(file, DECLARE))
                .orElse(
                        "no file describes the machines: neither a talconfig.yaml, nor a topf.yaml, nor machine configurations"
                                + " in a directory named talos; " + DECLARE);
    }

    private Optional<String> terraform() {
        return checkout.files(file -> TERRAFORM.matcher(file).matches()).stream()
                .filter(file -> checkout.text(file)
                        .filter(text -> TALOS_RESOURCE.matcher(text).find())
                        .isPresent())
                .findFirst();
    }
}
