package dev.kaltstart.twin.tool;

import dev.kaltstart.shell.Command;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.World;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One command line run in a world. */
record Call(World world, Command command) {

    List<String> arguments() {
        return command.arguments();
    }

    Instant now() {
        return world.now();
    }

    String variable(String name) {
        return command.environment().getOrDefault(name, "");
    }

    Path directory() {
        return command.directory() == null ? world.repository() : command.directory();
    }

    /** A path as the tool understands it. */
    Path path(String given) {
        return directory().resolve(given).normalize();
    }

    /** The same place, another command line. */
    Call with(String program, List<String> arguments) {
        return new Call(
                world, new Command(program, arguments, command.environment(), command.directory(), command.deadline()));
    }

    Call in(Path elsewhere) {
        return new Call(world, command.in(elsewhere));
    }

    Call having(Map<String, String> variables) {
        var more = command;
        for (var variable : variables.entrySet()) {
            more = more.with(variable.getKey(), variable.getValue());
        }
        return new Call(world, more);
    }

    Optional<Machine> machineAt(String address) {
        return world.machineAt(address);
    }
}
