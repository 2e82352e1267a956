package dev.kaltstart.chaos;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.RecoveryRecords;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.shell.Runner;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.shell.Shells;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/** The Kaltstart that is killed: engine, shell and approvals as they are, and a cluster that is a directory of marks. */
@EnableAutoConfiguration
@ComponentScan({"dev.kaltstart.engine", "dev.kaltstart.shell", "dev.kaltstart.approval"})
@ConfigurationPropertiesScan("dev.kaltstart.engine")
@Import({MarkingSteps.class, Errands.class})
class ChaosKaltstart {

    static final String CLUSTER = "chaos";

    public static void main(String[] arguments) {
        new SpringApplicationBuilder(ChaosKaltstart.class)
                .web(WebApplicationType.NONE)
                .run(arguments);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Scene scene(Environment environment) throws IOException {
        return Scene.at(Path.of(Objects.requireNonNull(environment.getProperty("chaos.directory"))));
    }

    @Bean
    Marks marks(Scene scene) {
        return scene.marks();
    }

    /** The rows of recoveries are not what is tried here. */
    @Bean
    RecoveryRecords records() {
        return recovery -> Optional.of(
                new RecoveryRecord(recovery, CLUSTER, Mode.REHEARSAL, new Subject.WholeCluster(), "chaos:1", false));
    }

    /** The timeline is not what is tried here. */
    @Bean
    Recoveries recoveries() {
        return (Recoveries) Proxy.newProxyInstance(
                Recoveries.class.getClassLoader(), new Class<?>[] {Recoveries.class}, (proxy, method, values) -> {
                    if (method.getName().equals("note")) {
                        return null;
                    }
                    if (method.getName().equals("find")) {
                        return Optional.empty();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    /** To show that the harness can fail: begins every command anew. */
    @Bean
    @Primary
    @ConditionalOnProperty(name = "chaos.journal", havingValue = "false")
    Shells forgetful(Shells journaled) {
        return new Shells() {
            @Override
            public Shell of(String recovery, String step, Runner runner) {
                return step.isEmpty()
                        ? journaled.unremembered(runner)
                        : command -> {
                            var running = runner.start("forgotten-" + UUID.randomUUID(), command);
                            try {
                                return running.await(command.deadline()).orElseThrow();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                                throw new Shell.Interrupted("told to stop");
                            }
                        };
            }

            @Override
            public Runner local() {
                return journaled.local();
            }

            @Override
            public Shell unremembered(Runner runner) {
                return journaled.unremembered(runner);
            }
        };
    }

    @Bean
    Clusters clusters(Shells shells, Clock clock) {
        return new Clusters() {
            @Override
            public List<Protected> all() {
                return List.of();
            }

            @Override
            public Optional<Protected> find(String name) {
                return Optional.empty();
            }

            @Override
            public Cluster open(String name, Mode mode, String recovery, String step) {
                return new Directory(
                        name, clock, shells.of(recovery, step, shells.local()), shells.unremembered(shells.local()));
            }
        };
    }

    /** A cluster that has nothing but a clock and this machine's commands. */
    private record Directory(String name, Clock clock, Shell shell, Shell looking) implements Cluster {

        @Override
        public Inventory inventory() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Duration pace(Duration duration) {
            return duration;
        }

        @Override
        public KubernetesClient kubernetes() {
            throw new UnsupportedOperationException();
        }
    }
}
