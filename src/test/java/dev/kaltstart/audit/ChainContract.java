package dev.kaltstart.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.audit.ChainVerdict.Sound;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What holds on every database that Kaltstart runs on. */
abstract class ChainContract {

    @TempDir
    Path home;

    @TempDir
    Path otherHome;

    @SuppressWarnings("NullAway.Init")
    ChainFixture database;

    /** Without tables. */
    abstract DataSource database() throws Exception;

    @BeforeEach
    void open() throws Exception {
        database = new ChainFixture(database());
    }

    @Test
    void anEmptyChainIsSound() {
        assertThat(database.check(home)).isEqualTo(new Sound(ChainHead.START, 0));
    }

    @Test
    void whatWasWrittenIsSoundAndTheFileKnowsItsEnd() throws Exception {
        AuditChain chain = database.chain(home);
        database.fill(chain, 5);
        chain.record(ChainFixture.event("alone"));

        ChainHead head = database.at(6).head();
        assertThat(database.check(home)).isEqualTo(new Sound(head, 0));
        Path file = home.resolve("audit.head");
        assertThat(file).hasContent("6 " + head.hash() + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void anEventIsKeptOnlyWithWhatHappened() {
        AuditChain chain = database.chain(home);
        database.transaction.executeWithoutResult(status -> {
            chain.record(ChainFixture.event("undone"));
            status.setRollbackOnly();
        });
        chain.record(ChainFixture.event("done"));

        assertThat(database.at(1).event().message()).isEqualTo("done");
        assertThat(database.check(home)).isEqualTo(new Sound(database.at(1).head(), 0));
    }

    @Test
    void whatHappensWithoutAChainIsUndone() {
        AuditChain chain = database.chain(home);
        database.run("drop table audit_head");

        assertThatThrownBy(() -> database.transaction.executeWithoutResult(status -> {
                    database.run("insert into evidence (recovery, subject, name, content, kept_at)"
                            + " values ('r-1', 'cluster', 'n', 'c', current_timestamp)");
                    chain.record(ChainFixture.event("in vain"));
                }))
                .isInstanceOf(RuntimeException.class);
        assertThat(database.sql
                        .sql("select count(*) from evidence")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aTransactionInsideATransactionKeepsItsOwnEvents() {
        AuditChain chain = database.chain(home);
        var inner =
                new TransactionTemplate(java.util.Objects.requireNonNull(database.transaction.getTransactionManager()));
        inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        database.transaction.executeWithoutResult(outer -> {
            chain.record(ChainFixture.event("outer"));
            inner.executeWithoutResult(status -> chain.record(ChainFixture.event("inner")));
            outer.setRollbackOnly();
        });

        assertThat(database.at(1).event().message()).isEqualTo("inner");
        assertThat(database.check(home)).isEqualTo(new Sound(database.at(1).head(), 0));
    }

    @Test
    void whatHappensAfterACommitIsKeptToo() {
        AuditChain chain = database.chain(home);
        database.transaction.executeWithoutResult(
                status -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        chain.record(ChainFixture.event("after the commit"));
                    }
                }));
        database.transaction.executeWithoutResult(status -> {
            chain.record(ChainFixture.event("before the commit"));
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    chain.record(ChainFixture.event("after another commit"));
                }
            });
        });

        assertThat(List.of(
                        database.at(1).event().message(),
                        database.at(2).event().message(),
                        database.at(3).event().message()))
                .containsExactly("after the commit", "before the commit", "after another commit");
        assertThat(database.check(home)).isEqualTo(new Sound(database.at(3).head(), 0));
    }

    @Test
    void aCrashBetweenCommitAndFileLeavesTheFileBehind() throws Exception {
        AuditChain chain = database.chain(home);
        database.fill(chain, 3);
        byte[] before = Files.readAllBytes(home.resolve("audit.head"));
        database.fill(chain, 2);
        Files.write(home.resolve("audit.head"), before);

        assertThat(database.check(home)).isEqualTo(new Sound(database.at(5).head(), 2));

        database.chain(home).record(ChainFixture.event("after the crash"));
        assertThat(database.check(home)).isEqualTo(new Sound(database.at(6).head(), 0));
    }

    @Test
    void everyTextComesBackAsItWasHashed() {
        AuditChain chain = database.chain(home);
        chain.record(
                ChainFixture.event("zero \u0000, half \ud83d, whole \ud83d\ude00, line\nend, \u202eright to left"));
        chain.record(ChainFixture.event("\ud83d\ude00".repeat(20_000)));
        chain.record(AuditEvent.of(Instant.EPOCH, "a".repeat(500), "r".repeat(500), "")
                .about("s".repeat(500), "s".repeat(500))
                .by("p".repeat(500), "o".repeat(500))
                .allowing("d".repeat(500), "a".repeat(500)));

        assertThat(database.check(home)).isEqualTo(new Sound(database.at(3).head(), 0));
    }

    @Test
    void twoKaltstartsOnOneDatabaseWriteOneChain() throws Exception {
        AuditChain one = database.chain(home);
        AuditChain other = database.chain(otherHome);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Void> first = () -> write(one);
            Callable<Void> second = () -> write(other);
            for (Future<Void> done : threads.invokeAll(List.of(first, second, first, second), 60, TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }

        List<Long> numbers = database.sql
                .sql("select number from audit_event order by number")
                .query(Long.class)
                .list();
        var expected = new ArrayList<Long>();
        for (long number = 1; number <= numbers.size(); number++) {
            expected.add(number);
        }
        assertThat(numbers).isEqualTo(expected);
        assertThat(database.sql
                        .sql("select count(*) from audit_event where action = 'step-done'")
                        .query(Long.class)
                        .single())
                .isEqualTo(400);
        assertThat(List.of(database.check(home), database.check(otherHome))).allMatch(Sound.class::isInstance);
    }

    private Void write(AuditChain chain) {
        for (int n = 0; n < 50; n++) {
            chain.record(ChainFixture.event("alone"));
            database.fill(chain, 1);
        }
        return null;
    }
}
