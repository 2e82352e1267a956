package dev.kaltstart.architecture.model;

import java.util.Objects;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.Process;

/** One process in a file, named like the file and its folder, with all that a deployment needs. */
final class IdentityRule implements Rules.Rule {

    @Override
    public Stream<String> violations(Model model) {
        if (model.all(Process.class).count() != 1) {
            return Stream.of("must have exactly one process");
        }
        Process process = model.process();
        return Stream.of(
                        model.file().getFileName().toString().equals(process.getId() + ".bpmn")
                                ? null
                                : "the file must be called " + process.getId() + ".bpmn, like the process in it",
                        model.folder().endsWith(process.getId())
                                ? null
                                : "the folder must be called " + process.getId() + ", like the process in it",
                        process.isExecutable() ? null : "the process is not executable",
                        missing("name", process.getName()),
                        missing("camunda:versionTag", process.getCamundaVersionTag()),
                        missing("camunda:historyTimeToLive", process.getCamundaHistoryTimeToLiveString()))
                .filter(Objects::nonNull);
    }

    private static String missing(String what, String value) {
        return value == null || value.isBlank() ? "the process has no " + what : null;
    }
}
