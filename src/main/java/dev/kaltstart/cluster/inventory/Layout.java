package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.Inventory.TalosTool;
import dev.kaltstart.cluster.Inventory.TaskRunner;
import dev.kaltstart.cluster.TemplateEra;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The layout of a repository made from the cluster template.
 *
 * @param why the files that gave it away
 * @param talosDirectory with a trailing slash
 */
public record Layout(TemplateEra era, String why, String talosDirectory, TaskRunner runner, TalosTool talosTool) {

    /** Where era A kept talconfig.yaml, newest first. */
    private static final String[] ERA_A = {"kubernetes/bootstrap/talos/", "kubernetes/talos/"};

    /** Reports a problem and returns empty for a repository that was not made from the template. */
    public static Optional<Layout> of(Checkout checkout, Problems problems) {
        var runner = runner(checkout, problems);
        var found = topf(checkout, runner, problems)
                .or(() -> talhelper(checkout, runner))
                .or(() -> eraA(checkout, runner));
        if (found.isEmpty()) {
            problems.error(
                    checkout.root().toString(),
                    "unknown layout: neither talos/talconfig.yaml nor talos/topf.yaml nor"
                            + " kubernetes/bootstrap/talos/talconfig.yaml exists; is this the repository of a cluster?");
        } else if (runner == TaskRunner.NONE) {
            problems.warning(
                    checkout.root().toString(), "neither a Taskfile nor a justfile: the Talos tool is called directly");
        }
        return found;
    }

    String talconfig() {
        return talosDirectory + (talosTool == TalosTool.TOPF ? "topf.yaml" : "talconfig.yaml");
    }

    private static Optional<Layout> topf(Checkout checkout, TaskRunner runner, Problems problems) {
        if (!checkout.has("talos/topf.yaml") || (checkout.has("talos/talconfig.yaml") && runner == TaskRunner.TASK)) {
            return Optional.empty();
        }
        if (checkout.has("talos/talconfig.yaml")) {
            problems.warning("talos/talconfig.yaml", "left over: talos/topf.yaml takes precedence; remove one of them");
        }
        return Optional.of(new Layout(TemplateEra.D, why(runner, "talos/topf.yaml"), "talos/", runner, TalosTool.TOPF));
    }

    private static Optional<Layout> talhelper(Checkout checkout, TaskRunner runner) {
        var era = runner == TaskRunner.JUST ? TemplateEra.C : TemplateEra.B;
        return checkout.first("talos/talconfig.yaml")
                .map(file -> new Layout(era, why(runner, file), "talos/", runner, TalosTool.TALHELPER));
    }

    private static Optional<Layout> eraA(Checkout checkout, TaskRunner runner) {
        return Stream.of(ERA_A)
                .filter(directory -> checkout.has(directory + "talconfig.yaml"))
                .findFirst()
                .map(directory -> new Layout(
                        TemplateEra.A,
                        why(runner, directory + "talconfig.yaml"),
                        directory,
                        runner,
                        TalosTool.TALHELPER));
    }

    private static TaskRunner runner(Checkout checkout, Problems problems) {
        var task = checkout.first("Taskfile.yaml", "Taskfile.yml", "taskfile.yaml", "taskfile.yml");
        var just = checkout.first("justfile", "Justfile", ".justfile");
        if (task.isPresent() && just.isPresent()) {
            problems.warning(
                    just.get(), "there is %s too, which takes precedence: remove one of them".formatted(task.get()));
        }
        return task.isPresent() ? TaskRunner.TASK : just.isPresent() ? TaskRunner.JUST : TaskRunner.NONE;
    }

    private static String why(TaskRunner runner, String file) {
        return switch (runner) {
            case TASK -> "a Taskfile and " + file;
            case JUST -> "a justfile and " + file;
            case NONE -> file;
        };
    }
}
