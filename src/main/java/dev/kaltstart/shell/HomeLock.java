package dev.kaltstart.shell;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Takes the home before any bean exists, the database above all: two Kaltstarts on one home would both run its steps.
 * The operating system gives the lock back when the process dies, however it dies.
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
        var home = new Home(Path.of(environment.getProperty("kaltstart.home", "./kaltstart-home")));
        Home.make(home.root());
        FileChannel channel = take(home.root());
        beans.registerSingleton("home", home);
        ((DefaultListableBeanFactory) beans).registerDisposableBean("homeLock.channel", channel::close);
    }

    private static FileChannel take(Path root) {
        Path file = root.resolve("lock");
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new Taken(root, Files.readString(file).strip());
            }
            String holder = "process " + ProcessHandle.current().pid() + " since "
                    + Clock.systemUTC().instant();
            channel.truncate(0).write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
            return channel;
        } catch (IOException e) {
            throw new IllegalStateException("cannot lock " + file + ": " + e.getMessage(), e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Another Kaltstart holds the home. */
    static class Taken extends RuntimeException {
        Taken(Path root, String holder) {
            super("another Kaltstart works in " + root + " (" + holder + ")");
        }
    }
}
