package dev.kaltstart.twin.tool;

import dev.kaltstart.twin.world.CertificateAuthorities;
import dev.kaltstart.twin.world.Fault;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** {@code talhelper}: renders, and prints commands for others to run. */
final class Talhelper implements Tool {

    private static final String FLAGS = "config-file,c= env-file,e= secret-file,s= out-dir,o= dry-run,n offline-mode"
            + " no-gitignore talos-mode,m= crt-ttl= disable-nodes-section help,h";
    private static final String COMMAND_FLAGS = "config-file,c= env-file,e= out-dir,o= node,n= extra-flags= help,h";
    private static final List<String> SECRETS =
            List.of("talsecret.yaml", "talsecret.sops.yaml", "talsecret.yml", "talsecret.sops.yml");
    private static final List<String> PRINTED =
            List.of("apply", "bootstrap", "health", "kubeconfig", "reset", "upgrade", "upgrade-k8s");

    @Override
    public CommandOutcome run(Call call) {
        var arguments = call.arguments();
        var verb = arguments.isEmpty() ? "" : arguments.get(0);
        try {
            return switch (verb) {
                case "genconfig" -> genconfig(call, Flags.parse(rest(arguments, 1), FLAGS));
                case "gencommand" -> gencommand(call, rest(arguments, 1));
                case "--version", "-v" -> CommandOutcome.ok("talhelper version 3.1.16\n");
                default -> CommandOutcome.failed("Error: unknown command \"%s\" for \"talhelper\"".formatted(verb));
            };
        } catch (Usage usage) {
            return CommandOutcome.failed("Error: " + usage.message());
        }
    }

    private static List<String> rest(List<String> words, int from) {
        return words.subList(Math.min(from, words.size()), words.size());
    }

    private static CommandOutcome genconfig(Call call, Flags flags) {
        var talconfig = flags.value("config-file", "talconfig.yaml");
        if (!Files.exists(call.path(talconfig))) {
            return CommandOutcome.failed(
                    "failed to parse config file: open %s: no such file or directory".formatted(talconfig));
        }
        var secrets = SECRETS.stream().anyMatch(name -> Files.exists(call.path(name)))
                || Files.exists(call.path(flags.value("secret-file", "talsecret.sops.yaml")));
        var world = call.world();
        var out = flags.value("out-dir", "./clusterconfig");
        var said = secrets
                ? CommandOutcome.ok("")
                : CommandOutcome.ok("").saying("WARNING: no secret file found, a new secrets bundle is generated\n");
        if (flags.on("dry-run", false)) {
            return said;
        }
        var authority = secrets && !world.order().suffers(Fault.RENDER_OTHER_PKI)
                ? world.pki()
                : CertificateAuthorities.of(world.order().cluster() + "/made anew at " + call.now());
        return said.then(render(world, call, out, authority));
    }

    /** As the real one does, it writes the credentials too: those for the authority that it has just used. */
    private static CommandOutcome render(World world, Call call, String out, String authority) {
        var said = new StringBuilder();
        world.machines().forEach(machine -> {
            var file = fileName(machine);
            Scratch.write(call.path(out).resolve(file), RenderedFiles.machineConfig(world, machine, authority));
            said.append("generated config for %s in %s/%s\n".formatted(machine.name(), out, file));
        });
        Scratch.write(call.path(out).resolve("talosconfig"), RenderedFiles.talosconfig(world, authority));
        var ignored = world.machines().stream().map(Talhelper::fileName).collect(Collectors.joining("\n"));
        Scratch.write(call.path(out).resolve(".gitignore"), ignored + "\ntalosconfig\n");
        said.append("generated client config in %1$s/talosconfig\ngenerated .gitignore file in %1$s/.gitignore\n"
                .formatted(out));
        return CommandOutcome.ok(said.toString()).after(Duration.ofSeconds(5));
    }

    static String fileName(Machine machine) {
        return String.valueOf(Path.of(machine.blueprint().configFile()).getFileName());
    }

    private static CommandOutcome gencommand(Call call, List<String> words) {
        var what = words.isEmpty() ? "" : words.get(0);
        if (!PRINTED.contains(what)) {
            return CommandOutcome.failed("Error: unknown command \"%s\" for \"talhelper gencommand\"".formatted(what));
        }
        var flags = Flags.parse(rest(words, 1), COMMAND_FLAGS);
        var node = flags.value("node", "");
        var chosen = call.world().machines().stream()
                .filter(machine -> node.isEmpty()
                        || machine.address().equals(node)
                        || machine.name().equals(node))
                .filter(machine -> !oncePerCluster(what) || machine.controlPlane())
                .limit(oncePerCluster(what) ? 1 : Long.MAX_VALUE)
                .toList();
        if (chosen.isEmpty()) {
            return CommandOutcome.failed("node with IP or hostname \"%s\" not found in config file".formatted(node));
        }
        var out = flags.value("out-dir", "./clusterconfig");
        var lines = chosen.stream()
                .map(machine -> line(what, machine, out, flags.list("extra-flags")))
                .collect(Collectors.joining());
        return CommandOutcome.ok(lines);
    }

    private static boolean oncePerCluster(String what) {
        return !List.of("apply", "reset", "upgrade").contains(what);
    }

    private static String line(String what, Machine machine, String out, List<String> extra) {
        var command = "apply".equals(what) ? "apply-config" : what;
        var file = "apply".equals(what) ? " --file=%s/%s".formatted(out, fileName(machine)) : "";
        var more = extra.isEmpty() ? "" : " " + String.join(" ", extra);
        return "talosctl %s --talosconfig=%s/talosconfig --nodes=%s%s%s;\n"
                .formatted(command, out, machine.address(), file, more);
    }
}
