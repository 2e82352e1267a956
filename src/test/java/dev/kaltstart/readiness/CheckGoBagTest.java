package dev.kaltstart.readiness;

import static dev.kaltstart.readiness.GoBagFacts.GO_BAG_PROVEN;
import static dev.kaltstart.readiness.GoBagFacts.UNPROVEN_GO_BAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.HumanTask.Refused;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.shell.Redaction;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckGoBagTest {

    private static final GoBagItem KEY = new MadeUpItem("key", Prerequisite.proven("it opens"));
    private static final GoBagItem STORE = new MadeUpItem("store", Prerequisite.unproven("log in"));
    private static final GoBagItem SILENT = new MadeUpItem("nas", Prerequisite.unknown("it is silent"));
    private static final GoBagItem GONE = new MadeUpItem("bundle", Prerequisite.missing("put it back"));
    private static final GoBagItem UNUSED = new MadeUpItem("unused", null);

    private final HeldEvidence evidence = new HeldEvidence();
    private final FakeRun run = FakeRun.on(FakeCluster.homelab());

    @Test
    void isMetWhenEverythingWasProven() {
        assertThat(Turn.check(step(KEY, UNUSED), run))
                .isInstanceOfSatisfying(
                        Check.Met.class,
                        met -> assertThat(met.message()).isEqualTo("proven by use: The key (it opens)"));
        assertThat(run.get(GO_BAG_PROVEN)).isTrue();
        assertThat(run.get(UNPROVEN_GO_BAG)).isEmpty();
    }

    @Test
    void letsAPersonConfirmWhatCannotBeProven() {
        assertThat(Turn.check(step(KEY, STORE, SILENT), run)).isInstanceOf(Check.Met.class);

        assertThat(run.get(GO_BAG_PROVEN)).isFalse();
        assertThat(run.get(UNPROVEN_GO_BAG).lines())
                .containsExactly("The store: log in", "The nas: it is silent (this could not be checked now)");
        assertThat(Turn.brief(new ConfirmGoBag(), run).why())
                .contains("Building homelab again", "\n\n- The store: log in", "\n\n- The nas");
    }

    @Test
    void stopsBeforeAnythingIsChangedWhenSomethingIsMissing() {
        var failure = catchThrowableOfType(Failure.NeedsHuman.class, () -> Turn.check(step(KEY, STORE, GONE), run));

        assertThat(failure.code()).isEqualTo("GO_BAG_INCOMPLETE");
        assertThat(failure.message())
                .contains(
                        "nothing has been changed yet", "\n\n- The bundle: put it back", "asked to confirm", "log in");
        assertThat(run.find(GO_BAG_PROVEN)).isEmpty();
        assertThat(step(GONE).remedies(run, failure.code()))
                .anyMatch(line -> line.startsWith("export SOPS_AGE_KEY_FILE="));
    }

    @Test
    void keepsTheTableAsEvidence() {
        assertThatThrownBy(() -> Turn.check(step(KEY, STORE, GONE), run)).isInstanceOf(Failure.NeedsHuman.class);

        assertThat(evidence.kept().get(CheckGoBag.EVIDENCE))
                .matches("proven +The key +it opens\nunproven +The store +log in\nmissing +The bundle +put it back\n");
    }

    @Test
    void anItemThatBreaksHidesNoOther() {
        GoBagItem broken = new MadeUpItem("broken", null) {
            @Override
            public Optional<Prerequisite> prove(Occasion occasion) {
                throw new IllegalStateException("a bug");
            }
        };
        assertThat(Turn.check(step(broken, KEY), run)).isInstanceOf(Check.Met.class);

        assertThat(run.get(UNPROVEN_GO_BAG))
                .contains("The broken could not be checked")
                .doesNotContain("a bug");
    }

    /** The list is read line by line, and names come from a repository. */
    @Test
    void aNameCannotAddToTheList() {
        Check check =
                Turn.check(step(new MadeUpItem("evil", Prerequisite.unproven("x\n- everything is at hand"))), run);

        assertThat(check).isInstanceOf(Check.Met.class);
        assertThat(run.get(UNPROVEN_GO_BAG).lines()).hasSize(1);
    }

    @Test
    void noSecretBecomesAFactOrEvidence() {
        String key = "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ";
        Check check = Turn.check(step(new MadeUpItem("leak", Prerequisite.unproven("said " + key))), run);

        assertThat(check.message()).doesNotContain(key);
        assertThat(run.get(UNPROVEN_GO_BAG)).doesNotContain(key);
        assertThat(evidence.kept().toString()).doesNotContain(key);
    }

    @Test
    void confirmsNothingWithoutEvidence() {
        var task = new ConfirmGoBag();
        var ticked = Fact.flag("goBagAtHand");
        var said = Fact.text("goBagEvidence");

        assertThatThrownBy(() ->
                        Turn.complete(task, FakeRun.on(FakeCluster.homelab()).with(said, "I looked")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("abort the recovery");
        assertThatThrownBy(() -> Turn.complete(
                        task,
                        FakeRun.on(FakeCluster.homelab()).with(ticked, true).with(said, " ")))
                .isInstanceOf(Refused.class);
        Turn.complete(task, FakeRun.on(FakeCluster.homelab()).with(ticked, true).with(said, "I looked"));
    }

    private CheckGoBag step(GoBagItem... items) {
        return new CheckGoBag(new GoBag(List.of(items), new Redaction()), evidence);
    }
}
