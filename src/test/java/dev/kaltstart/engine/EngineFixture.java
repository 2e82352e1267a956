package dev.kaltstart.engine;

import static org.awaitility.Awaitility.await;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.camunda.CamundaDecisions;
import dev.kaltstart.engine.camunda.CamundaHumanTasks;
import dev.kaltstart.engine.camunda.CamundaProcesses;
import dev.kaltstart.engine.camunda.IncidentNotices;
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
import dev.kaltstart.engine.task.TaskProperties;
import dev.kaltstart.engine.worker.StepEndings;
import dev.kaltstart.engine.worker.StepExecutions;
import dev.kaltstart.engine.worker.StepLeases;
import dev.kaltstart.engine.worker.StepTurns;
import dev.kaltstart.engine.worker.StepWorker;
import dev.kaltstart.engine.worker.WorkerProperties;
import dev.kaltstart.shell.Redaction;
import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.event.TransactionalEventListener;

/** The engine alone, with steps that do as they are told and a record of what it said happened. */
@EnableAutoConfiguration
@EnableConfigurationProperties({WorkerProperties.class, TaskProperties.class})
@Import({
    Redaction.class,
    ModelFiles.class,
    ModelDeployment.class,
    ModelParsing.class,
    PeopleListener.class,
    FormTexts.class,
    EndListener.class,
    MilestoneMark.class,
    StepExecutions.class,
    ExecutionSubjects.class,
    SubjectLoop.class,
    StuckFacts.class,
    FailureRoutes.class,
    StepTurns.class,
    StepEndings.class,
    StepLeases.class,
    OptimisticRetry.class,
    StepWorker.class,
    CamundaProcesses.class,
    CamundaHumanTasks.class,
    CamundaDecisions.class,
    IncidentNotices.class
})
public class EngineFixture {

    static final Fact<Long> COUNT = Fact.number("count");
    static final Fact<String> SAID = Fact.text("said");

    /** What the steps are told, and what they did; by recovery. */
    public static class World {
        public final Map<String, RuntimeException> failures = new ConcurrentHashMap<>();
        final Map<String, AtomicInteger> effects = new ConcurrentHashMap<>();
        final Map<String, Boolean> allowed = new ConcurrentHashMap<>();
        final Map<String, Boolean> identified = new ConcurrentHashMap<>();
        final Map<String, String> others = new ConcurrentHashMap<>();
        final Map<String, AtomicInteger> looks = new ConcurrentHashMap<>();
        final Map<String, Boolean> go = new ConcurrentHashMap<>();
        final Map<String, CountDownLatch> stopped = new ConcurrentHashMap<>();
        final Map<String, Boolean> hang = new ConcurrentHashMap<>();
        public final Set<String> unattended = ConcurrentHashMap.newKeySet();
        public final ConcurrentLinkedQueue<EngineEvent> happened = new ConcurrentLinkedQueue<>();

        int effects(String recovery) {
            return effects.computeIfAbsent(recovery, r -> new AtomicInteger()).get();
        }

        void effect(String recovery) {
            effects.computeIfAbsent(recovery, r -> new AtomicInteger()).incrementAndGet();
        }

        Optional<String> end(String recovery) {
            return happened.stream()
                    .filter(event -> event instanceof EngineEvent.RunEnded
                            && event.recovery().equals(recovery))
                    .map(event -> ((EngineEvent.RunEnded) event).end())
                    .findFirst();
        }

        public String awaitEnd(String recovery) {
            return await().atMost(Duration.ofSeconds(30))
                    .until(() -> end(recovery), Optional::isPresent)
                    .orElseThrow();
        }

        @TransactionalEventListener(fallbackExecution = true)
        void on(EngineEvent event) {
            happened.add(event);
        }
    }

    @Bean
    World world() {
        return new World();
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Clusters clusters() {
        return new FakeClusters();
    }

    @Bean
    RecoveryRecords recoveries(World world) {
        return recovery -> AnyRecovery.ofTheCluster()
                .find(recovery)
                .map(known -> new RecoveryRecord(
                        known.recovery(),
                        known.cluster(),
                        known.mode(),
                        known.subject(),
                        known.model(),
                        world.unattended.contains(recovery)));
    }

    @Bean
    Approvals approvals(World world) {
        return new AllowedPlans(recovery -> world.allowed.getOrDefault(recovery, false));
    }

    @Bean
    Step countOnce(World world) {
        return new Step() {
            @Override
            public Set<Fact<?>> writes() {
                return Set.of(COUNT);
            }

            @Override
            public Check check(Run run) {
                int count = world.effects(run.recovery());
                run.set(COUNT, (long) count);
                return count > 0 ? Check.met("counted " + count) : Check.notYet("nothing counted");
            }

            @Override
            public void perform(Run run) {
                world.effect(run.recovery());
            }
        };
    }

    @Bean
    Step repeatFact() {
        return new Step() {
            @Override
            public Set<Fact<?>> writes() {
                return Set.of(SAID);
            }

            @Override
            public Check check(Run run) {
                run.set(SAID, "count was " + run.get(COUNT));
                return Check.met("said " + run.get(SAID));
            }
        };
    }

    @Bean
    Step failAsOrdered(World world) {
        return new Step() {
            @Override
            public Check check(Run run) {
                RuntimeException failure = world.failures.get(run.recovery());
                return failure == null && !world.hang.getOrDefault(run.recovery(), false)
                        ? Check.met("no failure ordered")
                        : Check.notYet("about to fail");
            }

            @Override
            public void perform(Run run) {
                world.effect(run.recovery());
                if (world.hang.getOrDefault(run.recovery(), false)) {
                    hang(run.recovery());
                }
                RuntimeException failure = world.failures.get(run.recovery());
                if (failure != null) {
                    throw failure;
                }
            }

            private void hang(String recovery) {
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    world.stopped
                            .computeIfAbsent(recovery, r -> new CountDownLatch(1))
                            .countDown();
                    throw new Shell.Interrupted("told to stop");
                }
            }
        };
    }

    @Bean
    Step pass() {
        return new Step() {
            @Override
            public Check check(Run run) {
                return Check.met("passed");
            }
        };
    }

    @Bean
    Step waitForGo(World world) {
        return new Step() {
            @Override
            public Optional<String> waitsFor(Run run) {
                world.looks
                        .computeIfAbsent(run.recovery(), r -> new AtomicInteger())
                        .incrementAndGet();
                return Optional.ofNullable(world.others.get(run.recovery()));
            }

            @Override
            public Check check(Run run) {
                return world.go.getOrDefault(run.recovery(), false) ? Check.met("go") : Check.notYet("no go yet", 0.5);
            }
        };
    }

    @Bean
    Step destroyThing(World world) {
        return new Step.Destructive() {
            @Override
            public Check check(Run run) {
                return world.effects(run.recovery()) > 0 ? Check.met("destroyed") : Check.notYet("still there");
            }

            @Override
            public Check identity(Run run) {
                return world.identified.getOrDefault(run.recovery(), true)
                        ? Check.met("it is the one")
                        : Check.notYet("it is another one");
            }

            @Override
            public void perform(Run run, Plan approved) {
                world.effect(run.recovery());
            }

            @Override
            public Plan plan(Run run) {
                return new Plan(run.subject(), List.of(), List.of("rm thing"), List.of("the thing is gone"));
            }
        };
    }

    @Bean
    HumanTask resolve(BeanFactory beans, StepExecutions steps, ObjectProvider<EvidenceList> evidence) {
        return new Resolve(beans, steps, evidence);
    }

    @Bean
    HumanTask choose() {
        return new HumanTask() {
            @Override
            public Brief brief(Run run) {
                return new Brief("why " + run.get(RunFacts.PROBLEM), List.of("one", "two"), "this", "so");
            }

            @Override
            public Map<Fact<String>, List<Option>> options(Run run) {
                return Map.of(
                        Fact.text("place"),
                        List.of(new Option("kitchen", "The kitchen"), new Option("cellar", "The cellar")));
            }

            @Override
            public void accept(Run run, Facts answers) {
                if (answers.find(SAID).isEmpty()) {
                    throw new Refused("say something");
                }
            }
        };
    }

    /** One cluster that has nothing but a clock. */
    static class FakeClusters implements Clusters {

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
                    return Clock.systemUTC();
                }

                @Override
                public Duration pace(Duration duration) {
                    return duration;
                }

                @Override
                public Shell shell() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Shell looking() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public KubernetesClient kubernetes() {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }
}
