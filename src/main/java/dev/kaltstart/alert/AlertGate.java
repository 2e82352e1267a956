package dev.kaltstart.alert;

import dev.kaltstart.api.Problem;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/** Lets in as many posts at once as there is room for; whoever is sent away with 503 comes back. */
@Component
class AlertGate {

    private final Semaphore room;

    AlertGate(AlertProperties properties) {
        this.room = new Semaphore(properties.intakes());
    }

    /** @throws Problem when it is full */
    Pass enter() {
        if (!room.tryAcquire()) {
            throw Problem.unavailable("Too many alerts at once; nothing of this post was kept.");
        }
        return room::release;
    }

    interface Pass extends AutoCloseable {
        @Override
        void close();
    }
}
