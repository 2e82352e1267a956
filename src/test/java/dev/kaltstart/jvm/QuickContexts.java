package dev.kaltstart.jvm;

import dev.kaltstart.engine.people.PasswordHashes;
import dev.kaltstart.engine.people.QuickHashes;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Spares every application that the tests start what costs most at a start and is not what they are about: SQL that
 * another engine has read, and the work that protects passwords.
 */
public final class QuickContexts implements ApplicationContextInitializer<GenericApplicationContext> {

    @Override
    public void initialize(GenericApplicationContext context) {
        context.registerBean(SharedStatements.class);
        // under the name that a scan gives to the class, which then leaves it alone
        context.registerBean("passwordHashes", PasswordHashes.class, QuickHashes::make);
    }
}
