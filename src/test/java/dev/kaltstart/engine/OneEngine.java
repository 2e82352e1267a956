package dev.kaltstart.engine;

import static org.awaitility.Awaitility.await;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.jvm.ClassArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A Kaltstart of engine and shell: in this process, to be asked; or in one of its own, to be ill-treated. */
public final class OneEngine implements AutoCloseable {

    final ConfigurableApplicationContext context;
    private final Path world;

    private OneEngine(Path world, ConfigurableApplicationContext context) {
        this.world = world;
        this.context = context;
    }

    /** @param more settings as NAME=VALUE, which come before the usual ones */
    public static OneEngine in(Path world, String home, String... more) {
        return new OneEngine(world, new SpringApplication(FaultFixture.class).run(words(world, home, more)));
    }

    /** A virtual machine of its own; with {@code test.start=MODEL:RECOVERY} it begins that by itself. */
    static Process apart(Path world, String home, String... more) throws IOException {
        List<String> words = ClassArchive.ofBuild().command(List.of("-Xmx256m"), OneEngine.class.getName());
        words.addAll(List.of(words(world, home, more)));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(world.resolve(home + ".log").toFile())
                .start();
    }

    public static void main(String[] arguments) {
        var context = new SpringApplication(FaultFixture.class).run(arguments);
        Optional.ofNullable(context.getEnvironment().getProperty("test.start"))
                .map(wanted -> wanted.split(":"))
                .ifPresent(wanted -> start(context, wanted[0], wanted[1]));
    }

    private static String[] words(Path world, String home, String... more) {
        var usual = List.of(
                "test.world=" + world,
                "kaltstart.home=" + world.resolve(home),
                "kaltstart.processes=fault-models/",
                "kaltstart.worker.lease=2s",
                "kaltstart.worker.threads=4",
                "kaltstart.worker.attempts=2",
                "spring.datasource.hikari.connection-timeout=2000",
                "spring.main.banner-mode=off",
                "server.port=0",
                "camunda.bpm.authorization.enabled=false");
        var words = new ArrayList<>(usual);
        // the last one of a name wins, and a list is made of two: only one may be there
        Arrays.stream(more).forEach(setting -> words.removeIf(word -> name(word).equals(name(setting))));
        words.addAll(List.of(more));
        return words.stream().map(word -> "--" + word).toArray(String[]::new);
    }

    private static String name(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public void start(String model, String recovery) {
        start(context, model, recovery);
    }

    private static void start(ConfigurableApplicationContext context, String model, String recovery) {
        context.getBean(Processes.class)
                .start(
                        model,
                        recovery,
                        Map.of(RunFacts.RECOVERY, recovery, RunFacts.CLUSTER, "any", RunFacts.MODE, Mode.REHEARSAL));
    }

    /** @throws AssertionError when it has not ended after 45 s, with where it stands */
    String awaitEnd(String recovery) {
        try {
            return await().atMost(Duration.ofSeconds(45))
                    .ignoreExceptions()
                    .until(() -> end(recovery), Optional::isPresent)
                    .orElseThrow();
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(recovery + " has not ended:\n" + standing(), e);
        }
    }

    /** All rows of those who could tell: they are few. */
    private String standing() {
        var jdbc = bean(JdbcClient.class);
        return Stream.of(
                        "act_ru_execution",
                        "act_ru_ext_task",
                        "act_ru_job",
                        "act_ru_incident",
                        "step_execution",
                        "command")
                .map(table ->
                        table + " " + jdbc.sql("select * from " + table).query().listOfRows())
                .collect(Collectors.joining("\n"));
    }

    /** Until the check of a step has looked for this so often again: a turn took place, however slow the machine is. */
    void awaitLooks(String recovery, String name, int more) {
        var world = bean(FaultFixture.World.class);
        int wanted = world.looks(recovery, name) + more;
        await(more + " more looks for " + name)
                .atMost(Duration.ofSeconds(45))
                .until(() -> world.looks(recovery, name) >= wanted);
    }

    /** Until the lease of the step of this recovery was renewed so often again. */
    void awaitRenewals(String recovery, int more) {
        for (int n = 0; n < more; n++) {
            List<?> before = lease(recovery);
            await("a renewal")
                    .atMost(Duration.ofSeconds(45))
                    .until(() -> !lease(recovery).equals(before));
        }
    }

    /** Until the lease that a stopped worker has left behind is over. */
    void awaitEndOfLease(String recovery) {
        await("the end of a lease")
                .atMost(Duration.ofSeconds(45))
                .until(() -> bean(ExternalTaskService.class)
                        .createExternalTaskQuery()
                        .processInstanceIdIn(instance(recovery))
                        .locked()
                        .list()
                        .isEmpty());
    }

    private List<?> lease(String recovery) {
        return bean(ExternalTaskService.class)
                .createExternalTaskQuery()
                .processInstanceIdIn(instance(recovery))
                .list()
                .stream()
                .map(ExternalTask::getLockExpirationTime)
                .toList();
    }

    private String instance(String recovery) {
        return bean(RuntimeService.class)
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(recovery)
                .singleResult()
                .getId();
    }

    Optional<String> end(String recovery) {
        return bean(HistoryService.class)
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(recovery)
                .finished()
                .list()
                .stream()
                .map(HistoricProcessInstance::getEndActivityId)
                .findFirst();
    }

    /** Of all recoveries, also those that are over. */
    long incidents() {
        return bean(HistoryService.class).createHistoricIncidentQuery().count();
    }

    long openIncidents() {
        return bean(RuntimeService.class).createIncidentQuery().count();
    }

    @Override
    public void close() {
        context.close();
    }

    /** What a step does, one command after the other. */
    static void scripts(Path world, String recovery, String... scripts) throws IOException {
        for (int n = 1; n <= scripts.length; n++) {
            Files.writeString(world.resolve(recovery + "." + n), scripts[n - 1] + "\n");
        }
    }

    static String effect(Path world, String recovery) {
        return "echo x >> " + world.resolve(recovery + ".effects");
    }

    static String done(Path world, String recovery) {
        return "touch " + world.resolve(recovery + ".done");
    }
}
