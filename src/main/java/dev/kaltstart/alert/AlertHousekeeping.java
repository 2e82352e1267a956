package dev.kaltstart.alert;

import java.time.Clock;
import java.time.Duration;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets what was ignored and has not come again for long; whatever led to something is kept. */
@Component
class AlertHousekeeping {

    private static final Duration KEPT = Duration.ofDays(30);

    private final Inbox inbox;
    private final Clock clock;

    AlertHousekeeping(Inbox inbox, Clock clock) {
        this.inbox = inbox;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT1H")
    void forget() {
        inbox.forgetIgnored(clock.instant().minus(KEPT));
    }
}
