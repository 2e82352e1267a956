package dev.kaltstart.twin;

import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.twin.seed.OperatorRepairs;
import dev.kaltstart.twin.world.Fault;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.World;
import java.util.HashMap;
import java.util.Map;

/** Answers of an unattended rehearsal: the examples, overridden by the order, and values read from a machine. */
final class OperatorAnswers {

    private static final String UUID = "newMachineUuid";
    private static final String REPLACED = "hardwareReplaced";
    private static final String DECISION = "decision";
    private static final String ADDRESS = "maintenanceAddress";

    /** The person looks at the screen of the machine once it does not appear where it should. */
    private static final String SEEN = "address-seen";

    /** The person reads the UUID of a machine that nothing identifies. */
    private static final String UNKNOWN = "machine-unknown/";

    private OperatorAnswers() {}

    /** @param refused how often earlier answers to this task were refused */
    static Map<String, Object> to(World world, HumanTasks.Open task, Map<String, Object> examples, int refused) {
        var ordered = world.order().answers();
        var base = ManualActions.base(task.activity());
        var answers = new HashMap<>(examples);
        answers.putAll(ordered.getOrDefault(base, Map.of()));
        answers.putAll(ordered.getOrDefault(task.activity(), Map.of()));
        if (base.equals("chooseRestore") && refused > 0) {
            // nothing is offered: what the twin cannot restore, its operator restores
            answers.put("restoreWay", "byHand");
            answers.remove("restorePoint");
        }
        world.on(there -> {
            choose(there, base, ordered.getOrDefault(base, Map.of()), answers);
            ManualActions.machine(there, task.subject().label())
                    .ifPresent(machine -> read(there, machine, base, answers));
            if (!ordered.containsKey(base) && !ordered.containsKey(task.activity())) {
                resolve(there, task, answers);
            }
            return there;
        });
        return answers;
    }

    /** Resolves a stuck step that a plain retry would not fix. */
    private static void resolve(World world, HumanTasks.Open open, Map<String, Object> answers) {
        var task = open.activity();
        if (task.equals("resolve_prepareRevert") && world.order().suffers(Fault.REVERT_CONFLICTS)) {
            world.marks().put(OperatorRepairs.CONFLICT, "");
            answers.put(DECISION, "chooseAgain");
        } else if (task.startsWith("resolve_push")
                && world.order().suffers(Fault.NEWER_COMMIT)
                && !task.contains("Revert")) {
            answers.put(DECISION, "encryptAgain");
        } else if (task.equals("resolve_awaitMaintenance") && world.order().suffers(Fault.OTHER_ADDRESS)) {
            world.marks().put(SEEN, "");
            answers.put(DECISION, "otherAddress");
        } else if (task.equals("resolve_identifyMachine")
                && ManualActions.machine(world, open.subject().label())
                        .filter(machine ->
                                world.order().suffers(Fault.CLUSTER_LOST) || ManualActions.strange(world, machine))
                        .isPresent()) {
            world.marks().put(UNKNOWN + open.subject().label(), "");
            answers.put(DECISION, "replaceMachine");
        }
    }

    /**
     * The default undo: if a good commit followed the bad one, revert the bad one alone; and
     * after a conflict, return to the last good state.
     */
    private static void choose(World world, String task, Map<String, Object> ordered, Map<String, Object> answers) {
        var conflict = world.marks().containsKey(OperatorRepairs.CONFLICT);
        if (task.equals("solveConflict")
                && world.order().suffers(Fault.REVERT_CONFLICTS)
                && !ordered.containsKey("conflictDecision")) {
            answers.put("conflictDecision", "choose");
        } else if (task.equals("chooseRevision") && conflict && !ordered.containsKey("undo")) {
            answers.put("undo", "state");
        } else if (task.equals("chooseRevision")
                && world.order().suffers(Fault.REVERT_CONFLICTS)
                && !ordered.containsKey("undo")) {
            answers.put("undo", "one");
            answers.put("badCommit", world.marks().getOrDefault(OperatorRepairs.BAD, ""));
        } else if (task.equals("chooseRevision") && !answers.containsKey("undo")) {
            // nothing is suggested: the operator of the twin knows no better than the whole state
            answers.put("undo", "state");
        }
    }

    private static void read(World world, Machine machine, String task, Map<String, Object> answers) {
        if (task.equals(ManualActions.FLASH) && world.marks().containsKey(SEEN)) {
            answers.put(ADDRESS, World.LEASED);
        }
        var unsaid = String.valueOf(answers.getOrDefault(UUID, "")).isBlank();
        if (task.equals(ManualActions.FLASH) && Boolean.TRUE.equals(answers.get(REPLACED))) {
            var uuid = ManualActions.replace(world, machine);
            if (unsaid) {
                answers.put(UUID, uuid);
            }
        } else if (task.equals(ManualActions.FLASH)
                && unsaid
                && (ManualActions.strange(world, machine) || world.marks().containsKey(UNKNOWN + machine.name()))) {
            answers.put(REPLACED, true);
            answers.put(UUID, machine.uuid());
        }
    }
}
