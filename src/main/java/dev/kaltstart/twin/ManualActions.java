package dev.kaltstart.twin;

import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.twin.data.VolumeProbes;
import dev.kaltstart.twin.seed.OperatorRepairs;
import dev.kaltstart.twin.tool.AppsRecipe;
import dev.kaltstart.twin.tool.RenderedFiles;
import dev.kaltstart.twin.world.Fault;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.Seed;
import dev.kaltstart.twin.world.World;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Applies the manual work of a completed human task to the machines of the twin. */
final class ManualActions {

    static final String FLASH = "flashNode";
    static final String POWER_OFF = "confirmPowerOff";

    private static final List<String> MANUAL = Stream.concat(
                    Stream.of(FLASH, POWER_OFF), OperatorRepairs.TASKS.stream())
            .toList();
    private static final String RENDER = "resolve_renderConfig";
    private static final String BOOTSTRAP = "resolve_bootstrapApps";
    private static final String NETWORK = "resolve_awaitNetwork";
    private static final Set<String> BY_HAND = Set.of(RENDER, BOOTSTRAP, NETWORK);
    private static final String MARK = "task/";
    private static final String REPLACED = "hardware-replaced/";

    private ManualActions() {}

    /** The id of an activity without its distinguishing suffix. */
    static String base(String activity) {
        var at = activity.indexOf('_');
        return at < 0 ? activity : activity.substring(0, at);
    }

    /** @param subject the name of the node that the task is about, where it is about one */
    static void opened(World world, String activity, String subject) {
        if (MANUAL.contains(base(activity)) || BY_HAND.contains(activity)) {
            world.marks().put(mark(activity, subject), activity);
        }
    }

    static void completed(World world, String activity, String subject) {
        world.marks().remove(mark(activity, subject));
        if (activity.equals(RENDER)) {
            render(world, subject);
            return;
        }
        if (activity.equals(NETWORK)) {
            world.marks().put(VolumeProbes.NETWORK_MENDED, "");
            return;
        }
        if (activity.equals(BOOTSTRAP)) {
            AppsRecipe.install(world);
            return;
        }
        switch (base(activity)) {
            case FLASH -> machine(world, subject).ifPresent(machine -> flash(world, machine));
            case POWER_OFF -> machine(world, subject).ifPresent(machine -> machine.powerOff(world.now()));
            // other tasks involve no machine
            default -> new OperatorRepairs(world).after(base(activity));
        }
    }

    /** The machine of a task; of a task about no node, that of the recovery. */
    static Optional<Machine> machine(World world, String subject) {
        return world.machine(subject).or(world::subject);
    }

    /** Catches up on missed completions: tasks that were open and no longer are. */
    static void compare(World world, Collection<HumanTasks.Open> open) {
        open.forEach(task -> opened(world, task.activity(), task.subject().label()));
        var there = open.stream()
                .map(task -> mark(task.activity(), task.subject().label()))
                .collect(Collectors.toSet());
        Map.copyOf(world.marks()).forEach((mark, activity) -> {
            if (mark.startsWith(MARK) && !there.contains(mark)) {
                completed(world, activity, mark.substring(mark.indexOf('@') + 1));
            }
        });
    }

    /** Replaces the broken machine. @return the UUID of the new one, from its firmware */
    static String replace(World world, Machine machine) {
        var uuid = uuid(world, machine, "replacement");
        world.marks().put(REPLACED + machine.name(), uuid);
        return uuid;
    }

    /** The machine differs from the recorded one; a person who checks sees its UUID. */
    static boolean strange(World world, Machine machine) {
        return machine.uuid().equals(uuid(world, machine, "other"));
    }

    private static void render(World world, String subject) {
        if (world.order().site().renderedByHand()) {
            machine(world, subject).ifPresent(machine -> RenderedFiles.write(world, machine));
        }
    }

    private static void flash(World world, Machine machine) {
        if (world.marks().containsKey(REPLACED + machine.name())) {
            machine.becomes(world.marks().getOrDefault(REPLACED + machine.name(), machine.uuid()));
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

    private static String mark(String activity, String subject) {
        return MARK + (BY_HAND.contains(activity) ? activity : base(activity)) + "@" + subject;
    }
}
