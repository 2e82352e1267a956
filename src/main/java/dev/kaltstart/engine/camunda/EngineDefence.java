package dev.kaltstart.engine.camunda;

import dev.kaltstart.engine.people.PasswordHashes;
import org.camunda.bpm.engine.spring.SpringProcessEngineConfiguration;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Hardens the engine's configuration, so that an unguarded endpoint gives no access. */
@Component
@Order(1000)
class EngineDefence extends AbstractCamundaConfiguration {

    private final PasswordHashes hashes;

    EngineDefence(PasswordHashes hashes) {
        this.hashes = hashes;
    }

    @Override
    public void preInit(SpringProcessEngineConfiguration engine) {
        engine.setExpressionManager(new PlainExpressions());
        engine.setPasswordEncryptor(hashes);
    }
}
