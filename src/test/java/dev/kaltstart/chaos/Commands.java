package dev.kaltstart.chaos;

import java.util.List;
import java.util.Objects;

/** The commands that are at work, as the operating system sees them. */
record Commands(Scene scene) {

    /** Programs and wrappers, but not what a program has started: that has no name of ours. */
    List<ProcessHandle> running() {
        return about(scene.root().toString());
    }

    List<ProcessHandle> of(String recovery, String effect) {
        return about(
                scene.marks().directory().resolve(recovery + "." + effect + ".").toString());
    }

    /** The wrapper is told where the home of its Kaltstart is. */
    boolean isOf(Instance instance, String recovery, String effect) {
        return of(recovery, effect).stream()
                .anyMatch(process ->
                        commandLine(process).contains(instance.spool().toString()));
    }

    private static List<ProcessHandle> about(String path) {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains(path))
                .filter(process -> !commandLine(process).contains(ChaosKaltstart.class.getName()))
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> !commandLine(process).contains("postgres"))
                .toList();
    }

    private static String commandLine(ProcessHandle process) {
        return Objects.requireNonNull(process.info().commandLine().orElse(""));
    }
}
