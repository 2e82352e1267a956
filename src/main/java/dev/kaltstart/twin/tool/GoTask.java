package dev.kaltstart.twin.tool;

import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** {@code task} with the Taskfile of the cluster template's era B. */
final class GoTask implements Tool {

    private static final String FLAGS =
            "list,l list-all,a json,j yes,y dry,n dir,d= force,f output,o= silent,s exit-code,x"
                    + " taskfile,t= verbose,v color,c= version help,h";
    private static final TreeMap<String, String> TASKS = new TreeMap<>(Map.of(
            "bootstrap:apps", "Bootstrap Apps",
            "bootstrap:talos", "Bootstrap Talos",
            "reconcile", "Force Flux to pull in changes from your Git repository",
            "talos:apply-node", "Apply Talos config to a node [IP=required]",
            "talos:generate-config", "Generate Talos configuration",
            "talos:reset", "Resets nodes back to maintenance mode",
            "talos:upgrade-k8s", "Upgrade Kubernetes",
            "talos:upgrade-node", "Upgrade Talos on a single node [IP=required]"));

    private static final int RUN_ERROR = 201;
    private static final int NOT_FOUND = 200;
    private static final int CANCELLED = 205;
    private static final int MISSING_VARIABLE = 206;
    private static final int NO_TASKFILE = 100;
    private static final int BAD_FLAG = 2;

    @Override
    public CommandOutcome run(Call call) {
        try {
            var flags = Flags.parse(call.arguments(), FLAGS);
            var here = call.in(call.path(flags.value("dir", ".")));
            if (!Files.exists(here.directory().resolve("Taskfile.yaml"))
                    && !Files.exists(here.world().repository().resolve("Taskfile.yaml"))) {
                return CommandOutcome.failed(
                        NO_TASKFILE, "task: No Taskfile found at \"%s\"".formatted(here.directory()));
            }
            return flags.on("list", false) || flags.on("list-all", false) ? list(flags) : start(here, flags);
        } catch (Usage usage) {
            return CommandOutcome.failed(BAD_FLAG, usage.message());
        }
    }

    private static CommandOutcome list(Flags flags) {
        if (flags.on("json", false)) {
            return CommandOutcome.ok(Recipes.listed(TASKS));
        }
        var text = new StringBuilder("task: Available tasks for this project:\n");
        TASKS.forEach((name, message) -> text.append("* %-24s %s\n".formatted(name + ":", message)));
        return CommandOutcome.ok(text.toString());
    }

    private static CommandOutcome start(Call call, Flags flags) {
        var variables = new HashMap<String, String>();
        flags.positional().stream().filter(word -> word.contains("=")).forEach(word -> {
            var parts = word.split("=", 2);
            variables.put(parts[0], parts[1]);
        });
        var name = flags.positional().stream()
                .filter(word -> !word.contains("="))
                .findFirst()
                .orElse("default");
        if (!TASKS.containsKey(name)) {
            return CommandOutcome.failed(NOT_FOUND, "task: Task \"%s\" does not exist".formatted(name));
        }
        var yes = flags.on("yes", false) || "true".equals(call.variable("TASK_ASSUME_YES"));
        return flags.on("dry", false) ? CommandOutcome.ok("") : perform(call, name, variables, yes);
    }

    private static CommandOutcome perform(Call call, String name, Map<String, String> variables, boolean yes) {
        return switch (name) {
            case "talos:generate-config" -> wrapped(name, Recipes.generateConfig(call));
            case "talos:apply-node" -> applyNode(call, name, variables);
            case "talos:reset" ->
                yes
                        ? wrapped(name, Recipes.reset(call, Recipes.everyNode(call)))
                        : CommandOutcome.failed(
                                CANCELLED,
                                "task: Task \"talos:reset\" cancelled because it has a prompt and the environment is not a"
                                        + " terminal. Use --yes (-y) to run anyway.");
            case "bootstrap:apps" -> wrapped(name, AppsRecipe.run(call.world()));
            case "reconcile" -> wrapped(name, Recipes.reconcile(call));
            default -> CommandOutcome.failed(RUN_ERROR, "task: the twin does not play \"%s\"".formatted(name));
        };
    }

    private static CommandOutcome applyNode(Call call, String name, Map<String, String> variables) {
        var address = variables.getOrDefault("IP", "");
        if (address.isEmpty()) {
            return CommandOutcome.failed(
                    MISSING_VARIABLE,
                    "task: Task \"talos:apply-node\" cancelled because it is missing required variables: IP");
        }
        if (!Recipes.reachable(call, address)) {
            return CommandOutcome.failed(
                            RUN_ERROR, "task: precondition not met\ntask: Failed to run task \"%s\"".formatted(name))
                    .after(Duration.ofSeconds(20));
        }
        return wrapped(name, Recipes.applyNode(call, address, variables.getOrDefault("MODE", "auto")));
    }

    /** The task exits with 201, regardless of the command's exit code. */
    private static CommandOutcome wrapped(String name, CommandOutcome outcome) {
        if (outcome.exitCode() == 0) {
            return outcome;
        }
        var message = "task: Failed to run task \"%s\": exit status %d\n".formatted(name, outcome.exitCode());
        return new CommandOutcome(
                RUN_ERROR, outcome.output(), outcome.error() + message, outcome.takes(), outcome.hangs());
    }
}
