package dev.kaltstart.cluster;

import dev.kaltstart.cluster.yaml.UnreadableYaml;
import dev.kaltstart.cluster.yaml.YamlFile;
import dev.kaltstart.shell.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names the cluster in each command that a person may copy: whoever has two clusters must not hit the other one.
 *
 * @param kubeconfig the file that Kaltstart uses itself
 * @param context blank when the file does not say
 */
public record ClientCommands(Path kubeconfig, String context) {

    /** How each client calls the option. */
    private static final Map<String, String> CONTEXT =
            Map.of("kubectl", "--context=", "flux", "--context=", "velero", "--kubecontext=");

    /** At the beginning, behind a pipe or another command, or as the command that xargs runs. */
    private static final Pattern CLIENT =
            Pattern.compile("(^|[|;&(] ?|xargs -n 1 )(kubectl|flux|velero) (?!.*--kubeconfig)");

    /** Reads the context from the file. */
    public static ClientCommands of(Cluster cluster) {
        Path kubeconfig = cluster.inventory().tools().kubeconfig().toAbsolutePath();
        return new ClientCommands(kubeconfig, context(kubeconfig).orElse(""));
    }

    private static Optional<String> context(Path kubeconfig) {
        try {
            return new YamlFile(kubeconfig, kubeconfig.toString(), YamlFile.CONFIGURATION_LIMIT)
                    .document()
                    .text("current-context");
        } catch (UnreadableYaml e) {
            return Optional.empty();
        }
    }

    /** @param longest where the lines become longer than that altogether, one line in front of them names the file */
    public List<String> named(List<String> commands, int longest) {
        List<String> all = commands.stream().map(this::named).toList();
        if (all.stream().mapToInt(line -> line.length() + 1).sum() <= longest) {
            return all;
        }
        var shorter = new ArrayList<>(commands);
        shorter.add(0, Command.of("export", "KUBECONFIG=" + kubeconfig).line());
        return shorter;
    }

    public static boolean reachesCluster(String command) {
        return !command.startsWith("#") && CLIENT.matcher(command).find();
    }

    String named(String command) {
        return command.startsWith("#")
                ? command
                : CLIENT.matcher(command)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                found.group(1) + options(found.group(2)).line() + " "));
    }

    private Command options(String client) {
        Command command = Command.of(client, "--kubeconfig=" + kubeconfig);
        return context.isEmpty() ? command : command.plus(CONTEXT.get(client) + context);
    }
}
