package dev.kaltstart.access;

import dev.kaltstart.engine.People;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/**
 * Creates the administrator and the alert token before the port opens: without an administrator the engine's pages would
 * let the first visitor become one.
 */
@Component
@ConditionalOnWebApplication
class FirstStart implements SmartInitializingSingleton {

    static final String ADMIN = People.ADMIN;

    private static final Logger log = LoggerFactory.getLogger(FirstStart.class);
    private static final int SHORT = 12;

    private final AccessProperties properties;
    private final People people;
    private final AlertToken alertToken;
    private final RandomWords random = new RandomWords();

    FirstStart(AccessProperties properties, People people, AlertToken alertToken) {
        this.properties = properties;
        this.people = people;
        this.alertToken = alertToken;
    }

    @Override
    public void afterSingletonsInstantiated() {
        var made = new LinkedHashMap<String, String>();
        ensureAdmin(properties.adminPassword(), made);
        ensureToken(properties.alertToken(), made);
        if (!made.isEmpty()) {
            log.info("{}", Box.around("Made at the first start and shown only now. Write it down.", made));
        }
    }

    private void ensureAdmin(@Nullable String wanted, Map<String, String> made) {
        if (wanted == null && !people.exists(ADMIN)) {
            String password = random.password();
            people.ensureAdmin(ADMIN, password);
            made.put("User", ADMIN);
            made.put("Password", password);
        } else if (wanted != null && !people.knows(ADMIN, wanted)) {
            people.ensureAdmin(ADMIN, wanted);
            log.info("the password of {} is the configured one from now on", ADMIN);
        }
        if (wanted != null && wanted.length() < SHORT) {
            log.warn("the configured password of {} is shorter than {} characters", ADMIN, SHORT);
        }
    }

    private void ensureToken(@Nullable String wanted, Map<String, String> made) {
        if (wanted == null && !alertToken.exists()) {
            String token = random.token();
            alertToken.set(token);
            made.put("Alert token", token);
        } else if (wanted != null && !alertToken.is(wanted)) {
            alertToken.set(wanted);
            log.info("the alert token is the configured one from now on");
        }
    }
}
