package dev.kaltstart.engine;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.camunda.CamundaDecisions;
import dev.kaltstart.engine.camunda.CamundaHumanTasks;
import dev.kaltstart.engine.camunda.CamundaProcesses;
import dev.kaltstart.engine.camunda.OptimisticRetry;
import dev.kaltstart.engine.model.EndListener;
import dev.kaltstart.engine.model.ExecutionSubjects;
import dev.kaltstart.engine.model.MilestoneMark;
import dev.kaltstart.engine.model.ModelDeployment;
import dev.kaltstart.engine.model.ModelFiles;
import dev.kaltstart.engine.model.ModelParsing;
import dev.kaltstart.engine.model.SubjectLoop;
import dev.kaltstart.engine.resolve.FailureRoutes;
import dev.kaltstart.engine.resolve.Resolve;
import dev.kaltstart.engine.resolve.StuckFacts;
import dev.kaltstart.engine.task.FormTexts;
import dev.kaltstart.engine.task.PeopleListener;
import dev.kaltstart.engine.worker.StepEndings;
import dev.kaltstart.engine.worker.StepExecutions;
import dev.kaltstart.engine.worker.StepLeases;
import dev.kaltstart.engine.worker.StepTurns;
import dev.kaltstart.engine.worker.StepWorker;
import dev.kaltstart.engine.worker.WorkerProperties;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.shell.Shells;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/**
 * The engine and the shell with steps whose world is a directory: the scripts {@code RECOVERY.1}, {@code RECOVERY.2} are
 * what a step does, {@code RECOVERY.done} and {@code RECOVERY.go} what it looks for; with {@code RECOVERY.asks} it
 * asks a person when it has acted, with {@code RECOVERY.away} the API fails it then.
 */
@EnableAutoConfiguration
@EnableConfigurationProperties(WorkerProperties.class)
@ComponentScan("dev.kaltstart.shell")
@Import({
    FormTexts.class,
    ExecutionSubjects.class,
    SubjectLoop.class,
    StuckFacts.class,
    FailureRoutes.class,
    ModelFiles.class,
    ModelDeployment.class,
    ModelParsing.class,
    PeopleListener.class,
    EndListener.class,
    MilestoneMark.class,
    StepExecutions.class,
    StepTurns.class,
    StepEndings.class,
    StepLeases.class,
    OptimisticRetry.class,
    StepWorker.class,
    CamundaProcesses.class,
    CamundaHumanTasks.class,
    CamundaDecisions.class
})
class FaultFixture {

    @Bean
    World world(@Value("${test.world}") Path directory) {
        return new World(directory);
    }

    @Bean
    SettableClock clusterClock() {
        return new SettableClock();
    }

    @Bean
    @Primary
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Clusters clusters(Shells shells, SettableClock clock) {
        return new OneCluster(shells, clock);
    }

    @Bean
    RecoveryRecords recoveries() {
        return AnyRecovery.ofTheCluster();
    }

    @Bean
    Approvals approvals() {
        return new AllowedPlans(recovery -> true);
    }

    @Bean
    Step actInWorld(World world) {
        return new Step() {
            @Override
            public Check check(Run run) {
                return world.looksFor(run, "done") ? Check.met("done") : Check.notYet("not done");
            }

            @Override
            public void perform(Run run) {
                world.act(run);
            }
        };
    }

    @Bean
    Step destroyInWorld(World world) {
        return new Step.Destructive() {
            @Override
            public Check check(Run run) {
                return world.looksFor(run, "done") ? Check.met("done") : Check.notYet("not done");
            }

            @Override
            public Check identity(Run run) {
                return Check.met("it is the one");
            }

            @Override
            public void perform(Run run, Plan approved) {
                world.act(run);
            }

            @Override
            public Plan plan(Run run) {
                return new Plan(run.subject(), List.of(), List.of("rm"), List.of("gone"));
            }
        };
    }

    @Bean
    Step waitInWorld(World world) {
        return new Step() {
            @Override
            public Check check(Run run) {
                return world.looksFor(run, "go") ? Check.met("go") : Check.notYet("no go yet");
            }
        };
    }

    @Bean
    HumanTask resolve(BeanFactory beans, StepExecutions steps, ObjectProvider<EvidenceList> evidence) {
        return new Resolve(beans, steps, evidence);
    }

    @Bean
    HumanTask decide() {
        return new HumanTask() {
            @Override
            public Brief brief(Run run) {
                return new Brief("why", List.of("one"), "this", "so");
            }

            @Override
            public void accept(Run run, Facts answers) {}
        };
    }

    record World(Path directory, Map<String, AtomicInteger> looks) {

        World(Path directory) {
            this(directory, new ConcurrentHashMap<>());
        }

        /** How often the check of a step has looked for this. */
        int looks(String recovery, String name) {
            AtomicInteger counted = looks.get(recovery + "." + name);
            return counted == null ? 0 : counted.get();
        }

        private boolean looksFor(Run run, String name) {
            boolean found = has(run, name);
            looks.computeIfAbsent(run.recovery() + "." + name, first -> new AtomicInteger())
                    .incrementAndGet();
            return found;
        }

        Path file(String recovery, String name) {
            return directory.resolve(recovery + "." + name);
        }

        boolean has(Run run, String name) {
            return Files.exists(file(run.recovery(), name));
        }

        void act(Run run) {
            for (int n = 1; has(run, String.valueOf(n)); n++) {
                run.cluster()
                        .shell()
                        .run(Command.of(
                                "sh", file(run.recovery(), String.valueOf(n)).toString()));
            }
            if (has(run, "away")) {
                throw new KubernetesClientException("down", 503, new Status());
            }
            if (has(run, "asks")) {
                throw new Failure.NeedsHuman("ASKED", "somebody has to look");
            }
        }
    }

    /** Runs with the one on the wall, so far ahead as it was set. */
    static class SettableClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        void set(Duration to) {
            ahead = to;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    record OneCluster(Shells shells, Clock clock) implements Clusters {

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
            // one shell for all commands of an attempt: it counts them
            Shell remembering = shells.of(recovery, step, shells.local());
            return new Cluster() {
                @Override
                public String name() {
                    return name;
                }

                @Override
                public Inventory inventory() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Clock clock() {
                    return clock;
                }

                @Override
                public Duration pace(Duration duration) {
                    return duration;
                }

                @Override
                public Shell shell() {
                    return remembering;
                }

                @Override
                public Shell looking() {
                    return shells.unremembered(shells.local());
                }

                @Override
                public KubernetesClient kubernetes() {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }
}
