package dev.kaltstart.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.kaltstart.api.Problem;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.flux.OneCluster;
import dev.kaltstart.readiness.Outlook.Chance;
import dev.kaltstart.shell.Redaction;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is proven once a day, on every database. */
@SuppressWarnings("NullAway.Init")
abstract class ReadinessContract {

    private static final Duration DAY = Duration.ofDays(1);
    private static final String KEY = "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ";

    private final FakeCluster cluster = FakeCluster.homelab();
    private final MadeUpItem key =
            new MadeUpItem("age-key", Prerequisite.proven("it opens"), Disaster.NODE_FAILURE, Disaster.GITOPS_DRIFT);
    private final MadeUpItem store = new MadeUpItem("store", Prerequisite.unproven("log in"), Disaster.NODE_FAILURE);
    private final GoBag bag = new GoBag(List.of(key, store), new Redaction());
    private JdbcClient jdbc;
    private ReadinessRows rows;

    abstract DataSource database();

    @BeforeEach
    void nothingIsProven() {
        var source = database();
        Flyway.configure().dataSource(source).load().migrate();
        jdbc = JdbcClient.create(source);
        jdbc.sql("delete from readiness_item").update();
        rows = new ReadinessRows(jdbc, bag);
    }

    @Test
    void saysOfEachScenarioWhetherTheClusterWouldSurviveIt() {
        look();
        assertThat(chances())
                .containsEntry(Disaster.CLUSTER_LOSS, Chance.UNPROVEN)
                .containsEntry(Disaster.NODE_FAILURE, Chance.UNPROVEN)
                .containsEntry(Disaster.GITOPS_DRIFT, Chance.CAN)
                .as("nothing is known about what it needs")
                .containsEntry(Disaster.SECRET_COMPROMISE, Chance.UNPROVEN);

        key.found = Prerequisite.missing("put it back");
        tomorrow();
        assertThat(chances())
                .containsEntry(Disaster.CLUSTER_LOSS, Chance.CANNOT)
                .containsEntry(Disaster.GITOPS_DRIFT, Chance.CANNOT);
        assertThat(known().outlooks().get(Disaster.CLUSTER_LOSS.ordinal()).because())
                .containsExactly("The age-key: put it back", "The store: log in");
    }

    @Test
    void outlivesARestartWithTheDayOfEachChange() {
        look();
        var first = cluster.clock().instant();
        tomorrow();
        store.found = Prerequisite.proven("it is open");
        tomorrow();

        assertThat(new ReadinessRows(jdbc, bag).last("homelab").orElseThrow().items())
                .satisfiesExactly(item -> assertThat(item.since()).isEqualTo(first), item -> {
                    assertThat(item.since()).isEqualTo(first.plus(DAY.multipliedBy(2)));
                    assertThat(item.found().message()).isEqualTo("it is open");
                });
        assertThat(rows.last("other")).isEmpty();
    }

    @Test
    void isProvenOnceADay() {
        look();
        key.found = Prerequisite.missing("gone");
        cluster.pass(Duration.ofHours(23));
        look();
        assertThat(chances()).containsEntry(Disaster.GITOPS_DRIFT, Chance.CAN);
    }

    @Test
    void whatIsMissingIsTriedAgainSoon() {
        key.found = Prerequisite.missing("gone");
        look();
        key.found = Prerequisite.proven("it opens again");
        cluster.pass(Duration.ofMinutes(59));
        look();
        assertThat(chances()).containsEntry(Disaster.GITOPS_DRIFT, Chance.CANNOT);
        cluster.pass(Duration.ofMinutes(1));
        look();
        assertThat(chances()).containsEntry(Disaster.GITOPS_DRIFT, Chance.CAN);
    }

    @Test
    void anItemThatIsNotUsedAnyMoreIsForgotten() {
        look();
        store.found = null;
        tomorrow();

        assertThat(known().items()).extracting(RecordedItem::word).containsExactly("age-key");
        assertThat(chances()).containsEntry(Disaster.CLUSTER_LOSS, Chance.CAN);
    }

    @Test
    void answersOverRestAndKeepsNoSecret() throws Exception {
        store.found = Prerequisite.unproven("the tool said " + KEY);
        look();
        var view = controller(false).readiness("homelab");
        String json =
                JsonMapper.builder().addModule(new JavaTimeModule()).build().writeValueAsString(view);

        assertThat(view.checkedAt()).isEqualTo(cluster.clock().instant());
        assertThat(view.scenarios()).anySatisfy(one -> {
            assertThat(one.scenario()).isEqualTo("gitops-drift");
            assertThat(one.verdict()).isEqualTo("can");
        });
        assertThat(view.items()).first().satisfies(item -> {
            assertThat(item.state()).isEqualTo("proven");
            assertThat(item.neededBy()).containsExactly("node-failure", "gitops-drift", "cluster-loss");
        });
        assertThat(json).contains("the tool said").doesNotContain(KEY);
        assertThat(jdbc.sql("select message from readiness_item")
                        .query(String.class)
                        .list())
                .noneMatch(message -> message.contains(KEY));
    }

    @Test
    void saysWhatIsNotKnown() {
        assertThat(controller(false).readiness("homelab").unknown()).isEqualTo("nothing was proven yet");
        assertThat(controller(true).readiness("homelab").unknown()).contains("only as a twin");
        assertThatThrownBy(() -> controller(false).readiness("../other")).isInstanceOf(Problem.class);
    }

    @Test
    void aTwinIsNotProven() {
        new ReadinessWatch(new OneCluster(cluster, true), bag, rows, cluster.clock()).look(DAY);

        assertThat(rows.last("homelab")).isEmpty();
    }

    @Test
    void isAMetric() {
        var meters = new SimpleMeterRegistry();
        var gauges = new ReadinessMeters(meters, new OneCluster(cluster, false), rows);
        gauges.refresh();
        assertThat(meters.find("kaltstart.readiness").gauges()).isEmpty();

        look();
        gauges.refresh();
        assertThat(value(meters, "gitops-drift")).isEqualTo(1);
        assertThat(value(meters, "cluster-loss")).isEqualTo(0.5);

        key.found = Prerequisite.missing("gone");
        tomorrow();
        gauges.refresh();
        assertThat(value(meters, "cluster-loss")).isZero();
    }

    private static double value(SimpleMeterRegistry meters, String scenario) {
        return meters.get("kaltstart.readiness")
                .tags("cluster", "homelab", "scenario", scenario)
                .gauge()
                .value();
    }

    private void look() {
        new ReadinessWatch(new OneCluster(cluster, false), bag, rows, cluster.clock()).look(DAY);
    }

    private void tomorrow() {
        cluster.pass(DAY);
        look();
    }

    private KnownReadiness known() {
        return rows.last("homelab").orElseThrow();
    }

    private Map<Disaster, Chance> chances() {
        return known().outlooks().stream().collect(Collectors.toMap(Outlook::disaster, Outlook::chance));
    }

    private ReadinessController controller(boolean twinOnly) {
        return new ReadinessController(new OneCluster(cluster, twinOnly), rows);
    }
}
