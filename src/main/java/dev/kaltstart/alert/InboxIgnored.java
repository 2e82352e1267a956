package dev.kaltstart.alert;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
class InboxIgnored implements IgnoredAlerts {

    private static final Duration DAY = Duration.ofDays(1);
    private static final int MOST = 20;
    private static final int MOST_REASONS = 10;

    private final Inbox inbox;
    private final RefusedAlerts refused;
    private final Clock clock;

    InboxIgnored(Inbox inbox, RefusedAlerts refused, Clock clock) {
        this.inbox = inbox;
        this.refused = refused;
        this.clock = clock;
    }

    @Override
    public List<Ignored> lastDay() {
        return inbox.ignored(clock.instant().minus(DAY), MOST);
    }

    @Override
    public List<Refused> lastHour() {
        return refused.byReason(MOST_REASONS);
    }
}
