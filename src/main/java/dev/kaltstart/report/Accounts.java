package dev.kaltstart.report;

import dev.kaltstart.approval.GivenApprovals;
import dev.kaltstart.cluster.Objectives;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.RunFacts;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.shell.CommandLog;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Collects the record of a recovery. */
@Component
class Accounts {

    private final Recoveries recoveries;
    private final GivenApprovals approved;
    private final CommandLog commands;
    private final Objectives.ByCluster objectives;
    private final Clock clock;

    Accounts(
            Recoveries recoveries,
            GivenApprovals approved,
            CommandLog commands,
            Objectives.ByCluster objectives,
            Clock clock) {
        this.recoveries = recoveries;
        this.approved = approved;
        this.commands = commands;
        this.objectives = objectives;
        this.clock = clock;
    }

    Account of(Run run) {
        String id = run.recovery();
        @Nullable Path plan = run.cluster().inventory().reportFiles().improvementPlan();
        return new Account(
                clock.instant(),
                run.find(ReportFacts.OUTCOME).orElse("unknown"),
                run.find(RunFacts.PROBLEM).orElse(""),
                recoveries.find(id).orElseThrow(),
                approved.of(id),
                recoveries.steps(id),
                recoveries.timeline(id),
                commands.of(id),
                plan == null ? null : plan.toString(),
                objectives.of(run.cluster().name()).lostData());
    }
}
