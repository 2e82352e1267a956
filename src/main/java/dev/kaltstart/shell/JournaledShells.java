package dev.kaltstart.shell;

import java.time.Clock;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

@Component
class JournaledShells implements Shells {

    private static final String FILE_NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,180}";

    private final CommandRows journal;
    private final Redaction redaction;
    private final LocalRunner local;
    private final Clock clock;
    private final ObjectProvider<Fence> fence;

    JournaledShells(
            CommandRows journal, Redaction redaction, LocalRunner local, Clock clock, ObjectProvider<Fence> fence) {
        this.journal = journal;
        this.redaction = redaction;
        this.local = local;
        this.clock = clock;
        this.fence = fence;
    }

    @Override
    public Shell of(String recovery, String step, Runner runner) {
        if (step.isEmpty()) {
            return unremembered(runner);
        }
        if (!step.matches(FILE_NAME)) {
            throw new IllegalArgumentException("not usable as a file name: " + step);
        }
        return new JournaledShell(
                recovery, step, local.place(), local.home(), runner, journal, redaction, clock, fence.getIfAvailable());
    }

    @Override
    public Runner local() {
        return local;
    }

    @Override
    public Shell unremembered(Runner runner) {
        return command -> {
            Runner.Running running = runner.start(LocalRunner.LOOK + UUID.randomUUID(), command);
            try {
                return CommandWait.until(running, command.deadline(), half -> {});
            } finally {
                running.discard();
            }
        };
    }
}
