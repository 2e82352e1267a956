package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.Inventory.TalosTool;
import dev.kaltstart.cluster.Inventory.TaskRunner;
import dev.kaltstart.cluster.machines.MachineSource;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a repository.
 *
 * @param machines where they are described; null when nowhere
 */
public record Layout(TaskRunner runner, @Nullable MachineSource machines) {

    static Layout of(Checkout checkout, @Nullable MachineSource machines) {
        return new Layout(runner(checkout), machines);
    }

    public TalosTool talosTool() {
        return machines == null ? TalosTool.NONE : machines.tool();
    }

    /** With a trailing slash; empty when unknown. */
    String talosDirectory() {
        return machines == null ? "" : machines.directory();
    }

    /** How the machines are described, for people. */
    public String why() {
        if (machines == null) {
            return "no description of the machines";
        }
        var how = switch (machines.tool()) {
            case TALHELPER -> "talhelper";
            case TOPF -> "topf";
            case MINIJINJA -> "templates of machine configurations";
            default -> "machine configurations";
        };
        return how + ", " + machines.file()
                + switch (runner) {
                    case TASK -> ", with a Taskfile";
                    case JUST -> ", with a justfile";
                    case NONE -> "";
                };
    }

    private static TaskRunner runner(Checkout checkout) {
        if (checkout.first("Taskfile.yaml", "Taskfile.yml", "taskfile.yaml", "taskfile.yml")
                .isPresent()) {
            return TaskRunner.TASK;
        }
        return checkout.first("justfile", "Justfile", ".justfile").isPresent() ? TaskRunner.JUST : TaskRunner.NONE;
    }
}
