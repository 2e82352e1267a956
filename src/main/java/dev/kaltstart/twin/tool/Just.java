package dev.kaltstart.twin.tool;

import dev.kaltstart.twin.world.Machine;
import java.util.List;
import java.util.Set;

/** {@code just} with the recipes of the cluster template's eras C and D. */
final class Just implements Tool {

    private static final String FLAGS =
            "yes list,l summary dry-run,n justfile,f= working-directory,d= quiet,q verbose,v"
                    + " color= unstable version help,h";
    private static final Set<String> CONFIRMED = Set.of("talos reset", "talos reset-node");

    @Override
    public CommandOutcome run(Call call) {
        try {
            var flags = Flags.parse(call.arguments(), FLAGS);
            if (flags.on("list", false) || flags.on("summary", false)) {
                return CommandOutcome.ok("Available recipes:\n    bootstrap ...\n    kube ...\n    talos ...\n");
            }
            var words = flags.positional().stream()
                    .flatMap(word -> List.of(word.split("::")).stream())
                    .toList();
            if (words.size() < 2) {
                return CommandOutcome.failed(
                        "error: justfile does not contain recipe `%s`".formatted(String.join(" ", words)));
            }
            var recipe = words.get(0) + " " + words.get(1);
            var yes = flags.on("yes", false) || "true".equals(call.variable("JUST_YES"));
            if (CONFIRMED.contains(recipe) && !yes) {
                return CommandOutcome.failed("error: Recipe `%s` was not confirmed".formatted(words.get(1)));
            }
            return recipe(call, recipe, words.subList(2, words.size()));
        } catch (Usage usage) {
            var words = usage.message().replaceFirst("unknown flag: (\\S+)", "unexpected argument '$1' found");
            return CommandOutcome.failed(2, "error: " + words);
        }
    }

    private static CommandOutcome recipe(Call call, String recipe, List<String> arguments) {
        var target = arguments.isEmpty() ? "" : address(call, arguments.get(0));
        return switch (recipe) {
            case "talos generate-config", "talos render" -> Recipes.generateConfig(call);
            case "talos apply-node" ->
                Recipes.applyNode(call, target, arguments.size() > 1 ? arguments.get(1) : "auto");
            case "talos reset-node" ->
                target.isEmpty()
                        ? CommandOutcome.failed("error: Recipe `reset-node` got 0 arguments but takes 1")
                        : Recipes.reset(call, List.of(target));
            case "talos reset" -> Recipes.reset(call, Recipes.everyNode(call));
            case "bootstrap apps" -> AppsRecipe.run(call.world());
            case "kube reconcile" -> Recipes.reconcile(call);
            default -> CommandOutcome.failed("error: justfile does not contain recipe `%s`".formatted(recipe));
        };
    }

    /** Era C names a node by its address, era D by its name. */
    private static String address(Call call, String node) {
        return call.world().machine(node).map(Machine::address).orElse(node);
    }
}
