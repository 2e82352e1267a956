package dev.kaltstart.shell;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.UUID;
import org.springframework.stereotype.Component;

@Component
class JournaledShells implements Shells {

    private final CommandRows journal;
    private final Redaction redaction;
    private final LocalRunner local;
    private final Clock clock;
    private final String host = hostName();

    JournaledShells(CommandRows journal, Redaction redaction, LocalRunner local, Clock clock) {
        this.journal = journal;
        this.redaction = redaction;
        this.local = local;
        this.clock = clock;
    }

    @Override
    public Shell of(String recovery, String step, Runner runner) {
        if (step.isEmpty()) {
            return unremembered(runner);
        }
        return new JournaledShell(recovery, step, host, runner, journal, redaction, clock);
    }

    @Override
    public Runner local() {
        return local;
    }

    @Override
    public Shell unremembered(Runner runner) {
        return command -> {
            Runner.Running running = runner.start("look-" + UUID.randomUUID(), command);
            try {
                return Waiting.until(running, command.deadline(), () -> {});
            } finally {
                running.discard();
            }
        };
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
