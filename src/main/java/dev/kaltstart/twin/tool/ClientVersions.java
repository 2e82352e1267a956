package dev.kaltstart.twin.tool;

import dev.kaltstart.shell.Command;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The programs of a bootstrap, asked for their version and nothing else: a rehearsal needs none of them on this machine. What
 * they really print, no step reads.
 */
final class ClientVersions {

    private static final List<String> VERSION = List.of("--version");
    private static final List<String> CLIENT = List.of("version", "--client");

    private record Program(List<String> question, String answer) {}

    private static final Map<String, Program> PROGRAMS = Map.ofEntries(
            Map.entry("age-keygen", new Program(VERSION, "v1.3.1")),
            Map.entry("flux", new Program(VERSION, "flux version 2.9.5")),
            Map.entry("gum", new Program(VERSION, "gum version v0.17.0")),
            Map.entry("helm", new Program(List.of("version"), "version.BuildInfo{Version:\"v3.19.2\"}")),
            Map.entry("helmfile", new Program(VERSION, "helmfile version 1.2.2")),
            Map.entry("jq", new Program(VERSION, "jq-1.8.1")),
            Map.entry("just", new Program(VERSION, "just 1.59.0")),
            Map.entry("kubectl", new Program(CLIENT, "Client Version: v1.34.4")),
            Map.entry("kustomize", new Program(List.of("version"), "v5.8.0")),
            Map.entry("minijinja-cli", new Program(VERSION, "minijinja-cli 2.13.0")),
            Map.entry("op", new Program(VERSION, "2.32.0")),
            Map.entry("sops", new Program(VERSION, "sops 3.13.1")),
            Map.entry("task", new Program(VERSION, "3.54.0")),
            Map.entry("yq", new Program(VERSION, "yq (https://github.com/mikefarah/yq/) version v4.49.2")));

    private ClientVersions() {}

    /** Empty for every other command. */
    static Optional<Tool> of(Command command) {
        return Optional.ofNullable(PROGRAMS.get(command.program()))
                .filter(program -> program.question().equals(command.arguments()))
                .map(program -> call -> CommandOutcome.ok(program.answer() + "\n"));
    }
}
