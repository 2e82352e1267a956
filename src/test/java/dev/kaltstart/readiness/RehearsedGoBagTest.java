package dev.kaltstart.readiness;

import static dev.kaltstart.readiness.GoBagFacts.UNPROVEN_GO_BAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kaltstart.backup.ledger.NewLedger;
import dev.kaltstart.backup.ledger.VolumeLedger;
import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.flux.OneCluster;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.shell.Home;
import dev.kaltstart.shell.Redaction;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.twin.SampleTwin;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The gate with all of its items, against the twin of the sample: no program of this machine but git is used. */
@SuppressWarnings("NullAway.Init")
class RehearsedGoBagTest {

    @TempDir
    Path directory;

    @Test
    void theSamplePassesTheGate() {
        try (var twin = SampleTwin.asRead(directory)) {
            var evidence = new HeldEvidence();
            var run = FakeRun.on(new Played(twin)).of(SampleTwin.RECOVERY);

            Check check = Turn.check(step(twin, evidence), run);

            assertThat(check).isInstanceOf(Check.Met.class);
            assertThat(evidence.kept().get(CheckGoBag.EVIDENCE))
                    .contains(
                            "proven    Git repository",
                            "proven    age key ",
                            "proven    Machine configurations",
                            "proven    Talos images",
                            "proven    talosctl",
                            "proven    Tools of the bootstrap",
                            "proven    Secrets of the bootstrap",
                            "proven    age key of Flux")
                    .doesNotContain("missing", "unknown");
            assertThat(run.get(UNPROVEN_GO_BAG))
                    .contains("restic", "holds it at stringData.CLOUDFLARE_TOKEN")
                    .doesNotContain("not be checked", "[redacted]");
        }
    }

    @Test
    void theWrongAgeKeyIsNoticedBeforeAnythingIsBuilt() {
        try (var twin = SampleTwin.asRead(directory, "wrong-age-key")) {
            var run = FakeRun.on(new Played(twin)).of(SampleTwin.RECOVERY);

            var failure = catchThrowableOfType(
                    Failure.NeedsHuman.class, () -> Turn.check(step(twin, new HeldEvidence()), run));

            assertThat(failure.code()).isEqualTo("GO_BAG_INCOMPLETE");
            assertThat(failure.message()).contains("bootstrap/sops-age.sops.yaml cannot be decrypted here");
        }
    }

    private CheckGoBag step(SampleTwin twin, HeldEvidence evidence) {
        var context = new AnnotationConfigApplicationContext();
        context.registerBean(Home.class, () -> new Home(directory.resolve("home")));
        context.registerBean(Redaction.class, Redaction::new);
        context.registerBean(VolumeLedger.class, () -> new NewLedger().rows());
        context.registerBean(Clusters.class, () -> new OneCluster(twin.cluster(), true));
        context.registerBean(Clock.class, Clock::systemUTC);
        context.register(RecoveryClones.class, GoBag.class);
        context.scan("dev.kaltstart.readiness.item", "dev.kaltstart.readiness.etcd");
        context.refresh();
        return new CheckGoBag(context.getBean(GoBag.class), evidence);
    }

    /** Commands end when the test lets the time pass. */
    private record Played(SampleTwin twin) implements Cluster {

        @Override
        public Shell looking() {
            return twin::run;
        }

        @Override
        public String name() {
            return twin.cluster().name();
        }

        @Override
        public Inventory inventory() {
            return twin.cluster().inventory();
        }

        @Override
        public ClusterRepository repository() {
            return twin.cluster().repository();
        }

        @Override
        public Clock clock() {
            return twin.cluster().clock();
        }

        @Override
        public Duration pace(Duration duration) {
            return twin.cluster().pace(duration);
        }

        @Override
        public Shell shell() {
            return command -> {
                throw new AssertionError("the gate only looks: " + command.line());
            };
        }

        @Override
        public KubernetesClient kubernetes() {
            return twin.cluster().kubernetes();
        }
    }
}
