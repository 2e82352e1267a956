package dev.kaltstart.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.audit.ChainVerdict.Broken;
import dev.kaltstart.audit.ChainVerdict.Kind;
import dev.kaltstart.audit.ChainVerdict.Sound;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever can write into the database cannot do so unseen. */
class TamperingTest {

    @TempDir
    Path home;

    private final ChainFixture database = new ChainFixture();

    @BeforeEach
    void tenEvents() {
        database.fill(database.chain(home), 10);
        assertThat(database.check(home)).isInstanceOf(Sound.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "at = dateadd(microsecond, 1, at)",
                "action = 'step-failed'",
                "recovery = null",
                "subject = 'node/wk-3'",
                "step = ''",
                "person = 'mallory'",
                "origin = '192.0.2.8'",
                "digest = repeat('e', 64)",
                "approval = 'approval-2'",
                "words = words || ' '",
                "previous = repeat('a', 64)",
                "hash = repeat('a', 64)"
            })
    void aChangedFieldIsFound(String change) {
        database.run("update audit_event set " + change + " where number = 5");

        assertBroken(Kind.CHANGED, "event 5 was changed");
    }

    @Test
    void aTextThatMovesFromOneFieldIntoTheNextIsFound() {
        database.run("update audit_event set subject = subject || step, step = '' where number = 5");

        assertBroken(Kind.CHANGED, "event 5");
    }

    @Test
    void anEventThatWasChangedAndSealedAgainIsFound() {
        AuditLink link = database.at(5);
        database.delete(5);
        database.insert(AuditLink.after(database.at(4).head(), link.event().by("mallory", null)));

        assertBroken(Kind.CHANGED, "event 5 was changed or replaced");
    }

    @Test
    void aDeletedEventIsFound() {
        database.delete(5);

        assertBroken(Kind.MISSING, "event 5 is missing");
    }

    @Test
    void deletedEventsAreFoundWhenTheOthersCloseTheGap() {
        database.delete(5);
        database.delete(6);
        database.shift(7, -2);

        assertBroken(Kind.MISSING, "events 5 to 6 are missing");
    }

    @Test
    void aMissingBeginningIsFound() {
        database.delete(1);

        assertBroken(Kind.MISSING, "event 1 is missing");
    }

    @Test
    void aTailThatWasCutOffIsFound() {
        database.run("delete from audit_event where number > 7");

        assertBroken(Kind.CUT_OFF, "the chain ends at event 7, and 10 were written");
    }

    @Test
    void aTailThatWasCutOffWithItsHeadIsFound() {
        cutOff();

        assertBroken(Kind.CUT_OFF, "the chain ends at event 7, and 10 were written");
    }

    @Test
    void goingOnAfterACutDoesNotHideIt() {
        cutOff();
        AuditChain restarted = database.chain(home);
        database.fill(restarted, 5);
        restarted.record(ChainFixture.event("one more"));

        assertBroken(Kind.HEAD_REPLACED, "event 10 is not the one in audit.head");
    }

    @Test
    void aCutUnderARunningKaltstartStaysFound() {
        AuditChain running = database.chain(home);
        running.record(ChainFixture.event("event 11"));
        cutOff();
        database.fill(running, 20);

        assertBroken(Kind.HEAD_REPLACED, "event 11 is not the one in audit.head");
    }

    @Test
    void anInsertedEventIsFound() {
        database.shift(5, 1);
        database.insert(AuditLink.after(database.at(4).head(), ChainFixture.event("forged")));

        assertBroken(Kind.INSERTED, "event 5 is inserted");
    }

    @Test
    void anEventBehindTheEndIsFound() {
        database.insert(AuditLink.after(database.at(10).head(), ChainFixture.event("forged")));

        assertBroken(Kind.INSERTED, "the chain ends at event 10");
    }

    @Test
    void anEventBeforeTheBeginningIsFound() {
        database.run("update audit_event set number = 0 where number = 10");

        assertBroken(Kind.INSERTED, "the number 0");
    }

    @Test
    void swappedEventsAreFound() {
        database.swap(5, 6);

        assertBroken(Kind.REORDERED, "event 5 was written as event 6");
    }

    @Test
    void eventsSwappedOverADistanceAreFound() {
        database.swap(3, 9);

        assertBroken(Kind.REORDERED, "event 3 was written as event 9");
    }

    @Test
    void aChainThatWasRewrittenWithAllItsHashesIsFoundByTheFile() {
        database.run("update audit_event set person = 'mallory' where number = 5");
        database.rewriteFrom(5);

        assertBroken(Kind.HEAD_REPLACED, "event 10 is not the one in audit.head");
    }

    @Test
    void anotherChainInItsPlaceIsFound(@TempDir Path elsewhere) {
        database.run("delete from audit_event");
        database.run("update audit_head set events = 0, hash = repeat('0', 64)");
        AuditChain other = database.chain(elsewhere);
        other.record(ChainFixture.event("another beginning"));
        database.fill(other, 12);

        assertBroken(Kind.HEAD_REPLACED, "event 10 is not the one in audit.head");
    }

    @Test
    void anEmptiedDatabaseIsFound() {
        database.run("delete from audit_event");
        database.run("update audit_head set events = 0, hash = repeat('0', 64)");

        assertBroken(Kind.CUT_OFF, "the chain ends at event 0");
    }

    @Test
    void aReplacedHeadIsFound() {
        database.run("update audit_head set hash = repeat('a', 64)");
        assertBroken(Kind.HEAD_REPLACED, "another hash");

        database.run("delete from audit_head");
        assertBroken(Kind.HEAD_REPLACED, "missing");
    }

    @Test
    void aFileThatIsGoneOrSomethingElseIsFound() throws Exception {
        Files.writeString(home.resolve("audit.head"), "trust me");
        assertBroken(Kind.HEAD_REPLACED, "was not written by Kaltstart");

        Files.delete(home.resolve("audit.head"));
        assertBroken(Kind.HEAD_REPLACED, "audit.head is missing");
    }

    @Test
    void aFileThatIsMadeAgainIsInTheChain() throws Exception {
        Files.delete(home.resolve("audit.head"));
        database.chain(home).record(ChainFixture.event("later"));

        assertThat(database.at(11).event().action()).isEqualTo("audit-head-made");
        assertThat(database.check(home)).isInstanceOf(Sound.class);
    }

    @Test
    void tenThousandEventsAreCheckedWholeAndOneOfThemIsFound() {
        database.fill(database.chain(home), 9_990);
        long began = System.nanoTime();
        assertThat(database.check(home)).isEqualTo(new Sound(database.at(10_000).head(), 0));
        // for the reader of the log: how long it takes depends on the machine
        org.slf4j.LoggerFactory.getLogger(TamperingTest.class)
                .info("10,000 events were checked in {} ms", (System.nanoTime() - began) / 1_000_000);
        database.run("update audit_event set words = '' where number = 9876");

        assertBroken(Kind.CHANGED, "event 9876 was changed");
    }

    private void cutOff() {
        ChainHead seventh = database.at(7).head();
        database.run("delete from audit_event where number > 7");
        new AuditRows(database.sql).moveHead(seventh);
    }

    private void assertBroken(Kind kind, String message) {
        assertThat(database.check(home)).isInstanceOfSatisfying(Broken.class, broken -> {
            assertThat(broken.kind()).as(broken.message()).isEqualTo(kind);
            assertThat(broken.message()).contains(message);
        });
    }
}
