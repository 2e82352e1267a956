package dev.kaltstart.shell;

import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Locks the home before any bean exists, above all the database: two Kaltstarts on one home would both run its steps.
 * The lock is released after the last bean is destroyed.
 */
@Component
class HomeLock implements BeanFactoryPostProcessor, EnvironmentAware {

    private @Nullable Environment environment;

    @Override
    public void setEnvironment(Environment given) {
        this.environment = given;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        if (environment == null) {
            throw new IllegalStateException("no environment");
        }
        Home home = Home.open(Path.of(environment.getProperty("kaltstart.home", "./kaltstart-home")));
        HeldHome held = HeldHome.take(home, holder());
        beans.registerSingleton("home", home);
        // the first registered is the last destroyed
        ((DefaultListableBeanFactory) beans).registerDisposableBean("homeLock.held", held::close);
    }

    static String holder() {
        return "process " + ProcessHandle.current().pid() + " on " + Host.NAME + " since "
                + Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
