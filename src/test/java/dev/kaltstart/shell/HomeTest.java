package dev.kaltstart.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

@Timeout(60)
class HomeTest {

    @TempDir
    Path directory;

    @Test
    void isOpenToNobodyElse() throws Exception {
        Path root = directory.resolve("a/b");
        try (var context = kaltstart(root)) {
            assertThat(context.getBean(Home.class).root()).isEqualTo(root);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void isTakenByOneOfManyContextsAndFreeAfterIt() {
        try (var one = kaltstart(directory.resolve("one"));
                var two = kaltstart(directory.resolve("two"))) {
            assertThatThrownBy(() -> kaltstart(directory.resolve("two/../one"))).isInstanceOf(HeldHome.Taken.class);
            assertThat(one.isActive() && two.isActive()).isTrue();
        }
        kaltstart(directory.resolve("one")).close();
    }

    @Test
    void isTakenBeforeAnyBeanIsMade() {
        try (var first = kaltstart(directory)) {
            assertThatThrownBy(() -> kaltstart(directory, Eager.class)).isInstanceOf(HeldHome.Taken.class);
            assertThat(first.isActive()).isTrue();
        }
    }

    @Test
    void refusesASecondKaltstartAndSaysWhoHoldsIt() throws Exception {
        Process holder = AnotherKaltstart.that("holds", directory);
        try {
            assertThat(holder.getInputStream().read()).isEqualTo('.');

            assertThatThrownBy(() -> kaltstart(directory))
                    .isInstanceOf(HeldHome.Taken.class)
                    .hasMessageContaining(directory + ": process 4711 on nas since noon");
        } finally {
            holder.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        kaltstart(directory).close();
    }

    @Test
    void isNotLostToTheOneThatWasRefused() throws Exception {
        try (var first = kaltstart(directory)) {
            assertThatThrownBy(() -> kaltstart(directory)).isInstanceOf(HeldHome.Taken.class);

            Process another = AnotherKaltstart.that("holds", directory);
            assertThat(another.getInputStream().read()).isEqualTo(-1);
            assertThat(Files.readString(directory.resolve("lock")))
                    .startsWith("process " + ProcessHandle.current().pid() + " on " + Host.NAME + " since 2");
            assertThat(first.isActive()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "user.home", "java.io.tmpdir"})
    void isNoDirectoryThatOthersNeed(String place) {
        String path = System.getProperty(place, place);

        assertThatThrownBy(() -> Home.open(Path.of(path)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a directory of its own");
    }

    private static ConfigurableApplicationContext kaltstart(Path home, Class<?>... more) {
        var context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("kaltstart.home", home.toString())));
        context.register(HomeLock.class);
        if (more.length > 0) {
            context.register(more);
        }
        context.refresh();
        return context;
    }

    static class Eager {
        Eager() {
            throw new AssertionError("made before the home was taken");
        }
    }
}
