package dev.kaltstart.alert;

import dev.kaltstart.api.Problem;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/** Limits the number of concurrent webhook requests; a sender rejected with 503 retries. */
@Component
class AlertGate {

    private final Semaphore room;

    AlertGate(AlertProperties properties) {
        this.room = new Semaphore(properties.intakes());
    }

    /** @throws Problem at the limit */
    Pass enter() {
        if (!room.tryAcquire()) {
            throw Problem.unavailable("Too many alerts at once; nothing in this request was stored.");
        }
        return room::release;
    }

    interface Pass extends AutoCloseable {
        @Override
        void close();
    }
}
