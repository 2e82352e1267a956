package dev.kaltstart.recovery.web;

import dev.kaltstart.api.Problem;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.recovery.ReachedRpo;
import dev.kaltstart.recovery.ReachedRpos;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.recovery.Recoveries.StepState;
import dev.kaltstart.recovery.RecoveryGuard;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reads recoveries. */
@RestController
@RequestMapping("/api/recoveries")
class RecoveryController {

    private final Recoveries recoveries;
    private final ReachedRpos rpos;
    private final HumanTasks tasks;
    private final Clusters clusters;

    RecoveryController(Recoveries recoveries, ReachedRpos rpos, HumanTasks tasks, Clusters clusters) {
        this.recoveries = recoveries;
        this.rpos = rpos;
        this.tasks = tasks;
        this.clusters = clusters;
    }

    @Operation(summary = "Recoveries, newest first")
    @GetMapping
    List<RecoveryView> list(
            @RequestParam(required = false) @Nullable String cluster,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String mode) {
        if (cluster != null && clusters.find(cluster).isEmpty()) {
            throw unknown("cluster");
        }
        List<Recovery> found = recoveries.list(cluster, state(state), mode(mode));
        Map<String, List<ReachedRpo>> reached = rpos.of(found);
        return found.stream()
                .map(recovery -> RecoveryView.of(recovery, reached.getOrDefault(recovery.id(), List.of())))
                .toList();
    }

    @Operation(
            summary =
                    "A recovery, its clock in seconds, its objectives and milestones, its steps and the open human tasks")
    @GetMapping("/{id}")
    RecoveryView one(@PathVariable String id) {
        Recovery recovery = existing(id);
        return RecoveryView.of(
                recovery, rpos.of(List.of(recovery)).getOrDefault(id, List.of()), recoveries.steps(id), tasks.open(id));
    }

    @Operation(summary = "What happened, in order")
    @GetMapping("/{id}/timeline")
    List<Recoveries.Entry> timeline(@PathVariable String id) {
        return recoveries.timeline(existing(id).id());
    }

    @Operation(summary = "Each execution of each step, with its newest evidence")
    @GetMapping("/{id}/steps")
    List<StepState> steps(@PathVariable String id) {
        return recoveries.steps(existing(id).id());
    }

    private Recovery existing(String id) {
        return RecoveryGuard.find(recoveries, id);
    }

    private static @Nullable State state(@Nullable String word) {
        if (word == null) {
            return null;
        }
        for (State state : State.values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(word)) {
                return state;
            }
        }
        throw unknown("state");
    }

    private static @Nullable Mode mode(@Nullable String word) {
        try {
            return word == null ? null : Mode.of(word);
        } catch (IllegalArgumentException e) {
            throw unknown("mode");
        }
    }

    private static Problem unknown(String parameter) {
        return new Problem(
                HttpStatus.BAD_REQUEST, "unknown-value", "The parameter '" + parameter + "' has an unknown value.");
    }
}
