package dev.kaltstart.twin.tool;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Runner;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.twin.tool.TwinCommands.Entry;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Runs commands inside a world. Only git and age are real, and they see only the twin's own files.
 */
public final class TwinRunner implements Runner {

    private static final Map<String, Tool> TOOLS = Map.of(
            "talosctl", new Talosctl(),
            "talhelper", new Talhelper(),
            "task", new GoTask(),
            "just", new Just(),
            "topf", new TopfCli(),
            "flux", new FluxCli(),
            "sops", new SopsCli(),
            "age-keygen", new AgeKeygenCli());

    private final World world;
    private final TwinCommands log;
    private final RealTools real;

    public TwinRunner(World world, Runner local) {
        this.world = world;
        this.log = new TwinCommands(world.directory());
        this.real = new RealTools(world, local);
    }

    @Override
    public Running start(String id, Command command) {
        var version = ClientVersions.of(command);
        var started = version.isPresent() ? Optional.<Running>empty() : real.start(id, command);
        if (started.isPresent()) {
            return started.get();
        }
        var tool = version.orElse(TOOLS.get(command.program()));
        if (tool == null) {
            throw new Shell.MissingTool("the twin has no program '%s'; it has %s"
                    .formatted(command.program(), String.join(", ", new TreeSet<>(TOOLS.keySet()))));
        }
        var entry = world.on(there -> decide(tool, command));
        log.put(id, entry);
        return new TwinRunning(entry, world.clock());
    }

    private Entry decide(Tool tool, Command command) {
        var started = world.now();
        var outcome = run(tool, command);
        var endless = outcome.hangs() || outcome.takes().compareTo(command.deadline()) > 0;
        var takes = endless ? command.deadline() : outcome.takes();
        return new Entry(outcome.exitCode(), outcome.output(), outcome.error(), started.plus(takes), endless);
    }

    private CommandOutcome run(Tool tool, Command command) {
        try {
            return tool.run(new Call(world, command));
        } catch (TopfCli.Unending asksForEver) {
            return new CommandOutcome(0, "Continue? [y/n]: ", "", Duration.ZERO, true);
        }
    }

    @Override
    public Optional<Running> find(String id) {
        var known = log.find(id).<Running>map(entry -> new TwinRunning(entry, world.clock()));
        return known.isPresent() ? known : real.find(id);
    }

    static Result result(Entry entry) {
        return entry.stopped()
                ? new Result(Result.Ending.STOPPED, -1, entry.output(), entry.error())
                : Result.exited(entry.exitCode(), entry.output(), entry.error());
    }
}
