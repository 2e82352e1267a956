package dev.kaltstart.keyring;

import dev.kaltstart.engine.EngineEvent;
import dev.kaltstart.recovery.Recoveries;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * No secret outlives its recovery: secrets are wiped once the end is committed, or at the next start when a crash, a
 * full disk or another instance on the same database prevented that.
 */
@Component
class KeyringEnds implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(KeyringEnds.class);

    private final FileKeyring keyring;
    private final Recoveries recoveries;

    KeyringEnds(FileKeyring keyring, Recoveries recoveries) {
        this.keyring = keyring;
        this.recoveries = recoveries;
    }

    @TransactionalEventListener
    void ended(EngineEvent.RunEnded event) {
        wipe(event.recovery());
    }

    @Override
    public void afterSingletonsInstantiated() {
        keyring.recoveries().forEach(recovery -> {
            if (goesOn(recovery)) {
                keyring.learn(recovery);
            } else {
                wipe(recovery);
            }
        });
    }

    private boolean goesOn(String recovery) {
        return recoveries.find(recovery).filter(found -> !found.state().ended()).isPresent();
    }

    private void wipe(String recovery) {
        try {
            keyring.wipe(recovery);
        } catch (UncheckedIOException e) {
            LOG.warn("{}; the next start tries again", e.getMessage());
        }
    }
}
