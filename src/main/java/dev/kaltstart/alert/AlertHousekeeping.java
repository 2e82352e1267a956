package dev.kaltstart.alert;

import java.time.Clock;
import java.time.Duration;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Deletes ignored alerts that have not been received for a long time; every other alert is kept. */
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
