package dev.kaltstart.secrets.rotation;

import dev.kaltstart.engine.EngineEvent;
import dev.kaltstart.shell.Home;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.util.FileSystemUtils;

/** Removes the copies of encrypted files of a recovery that has ended. */
@Component
class RotationEnds {

    static final String DIRECTORY = "rotations";

    private static final Logger LOG = LoggerFactory.getLogger(RotationEnds.class);

    private final Home home;

    RotationEnds(Home home) {
        this.home = home;
    }

    @TransactionalEventListener
    void ended(EngineEvent.RunEnded event) {
        try {
            FileSystemUtils.deleteRecursively(home.root().resolve(DIRECTORY).resolve(event.recovery()));
        } catch (IOException e) {
            LOG.warn("cannot remove the encrypted copies of {}: {}", event.recovery(), e.getMessage());
        }
    }
}
