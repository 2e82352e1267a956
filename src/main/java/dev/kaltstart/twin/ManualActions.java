package dev.kaltstart.twin;

import dev.kaltstart.twin.seed.OperatorRepairs;
import dev.kaltstart.twin.tool.RenderedFiles;
import dev.kaltstart.twin.world.Fault;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.Seed;
import dev.kaltstart.twin.world.World;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Applies the manual work of a completed human task to the machines of the twin. */
final class ManualActions {

    static final String FLASH = "flashNode";
    static final String POWER_OFF = "confirmPowerOff";

    private static final List<String> MANUAL = Stream.concat(
                    Stream.of(FLASH, POWER_OFF), OperatorRepairs.TASKS.stream())
            .toList();
    private static final String RENDER = "resolve_renderConfig";
    private static final String REPLACED = "hardware-replaced";

    private ManualActions() {}

    /** The id of an activity without its distinguishing suffix. */
    static String base(String activity) {
        var at = activity.indexOf('_');
        return at < 0 ? activity : activity.substring(0, at);
    }

    static void opened(World world, String activity) {
        if (MANUAL.contains(base(activity)) || activity.equals(RENDER)) {
            world.marks().put(mark(activity), "open");
        }
    }

    static void completed(World world, String activity) {
        world.marks().remove(mark(activity));
        if (activity.equals(RENDER)) {
            render(world);
            return;
        }
        switch (base(activity)) {
            case FLASH -> world.subject().ifPresent(machine -> flash(world, machine));
            case POWER_OFF -> world.subject().ifPresent(machine -> machine.powerOff(world.now()));
            // other tasks involve no machine
            default -> new OperatorRepairs(world).after(base(activity));
        }
    }

    /** Catches up on missed completions: tasks that were open and no longer are. */
    static void compare(World world, Collection<String> open) {
        var all = Stream.concat(MANUAL.stream(), Stream.of(RENDER)).toList();
        for (String activity : all) {
            var there = open.stream()
                    .anyMatch(one -> one.equals(activity) || base(one).equals(activity));
            if (there) {
                opened(world, activity);
            } else if (world.marks().containsKey(mark(activity))) {
                completed(world, activity);
            }
        }
    }

    /** Replaces the broken machine. @return the UUID of the new one, from its firmware */
    static String replace(World world, Machine machine) {
        var uuid = uuid(world, machine, "replacement");
        world.marks().put(REPLACED, uuid);
        return uuid;
    }

    /** The machine differs from the recorded one; a person who checks sees its UUID. */
    static boolean strange(World world, Machine machine) {
        return machine.uuid().equals(uuid(world, machine, "other"));
    }

    private static void render(World world) {
        if (world.order().site().renderedByHand()) {
            world.subject().ifPresent(machine -> RenderedFiles.write(world, machine));
        }
    }

    private static void flash(World world, Machine machine) {
        if (world.marks().containsKey(REPLACED)) {
            machine.becomes(world.marks().getOrDefault(REPLACED, machine.uuid()));
        } else if (world.order().suffers(Fault.OTHER_MACHINE)) {
            machine.becomes(uuid(world, machine, "other"));
        }
        machine.bootFromMedia(world.now());
    }

    private static String uuid(World world, Machine machine, String which) {
        return new Seed("hardware/" + world.order().cluster())
                .uuid(machine.name() + "/" + which)
                .toString();
    }

    private static String mark(String activity) {
        return "task/" + (activity.equals(RENDER) ? RENDER : base(activity));
    }
}
