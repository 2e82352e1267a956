package dev.kaltstart;

import java.util.TimeZone;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * The engine keeps local times: started in another zone, or across a change of clocks, a Kaltstart would take leases and
 * timers for hours later or earlier than they are. So there is one zone, set before anyone asks for a date.
 */
final class UtcZone implements ApplicationListener<ApplicationStartingEvent>, Ordered {

    private static final TimeZone BEFORE = TimeZone.getDefault();

    /** Regardless of TZ, the host and user.timezone. */
    static void set() {
        System.setProperty("user.timezone", "UTC");
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    }

    /** The zone that this process was started in, in which earlier versions wrote. */
    static TimeZone before() {
        return BEFORE;
    }

    @Override
    public void onApplicationEvent(ApplicationStartingEvent event) {
        set();
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
