package dev.kaltstart.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.jvm.SharedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** On PostgreSQL, where the command checks the chain during appends. */
class AuditChainIT extends ChainContract {

    @SuppressWarnings("NullAway.Init")
    private SharedPostgres.Database postgres;

    @Override
    DataSource database() {
        try {
            postgres = SharedPostgres.fresh();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return postgres.dataSource();
    }

    @Test
    void isVerifiedWhileOthersAppend() throws Exception {
        AuditChain chain = database.chain(home);
        database.fill(chain, 2_000);
        var enough = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = thread.submit(() -> {
                while (!enough.get()) {
                    chain.record(ChainFixture.event("meanwhile"));
                }
            });
            assertThat(verify(AuditCommand.SOUND)).contains("is as it was written");
            assertThat(verify(AuditCommand.SOUND)).contains("is as it was written");
            enough.set(true);
            writing.get();
        } finally {
            enough.set(true);
            thread.shutdownNow();
        }
        database.swap(1_000, 1_001);
        assertThat(verify(AuditCommand.BROKEN)).contains("reordered", "event 1000 was written as event 1001");
    }

    @Test
    void aDatabaseWithoutAChainIsNamed() {
        database.run("drop table audit_event");

        assertThat(verify(AuditCommand.BROKEN)).contains("No audit chain in this database");
    }

    private String verify(int expected) {
        var said = new ByteArrayOutputStream();
        int code = new AuditCommand(
                        new PrintStream(said, true, StandardCharsets.UTF_8),
                        "--kaltstart.home=" + home,
                        "--spring.datasource.url=" + postgres.url(),
                        "--spring.datasource.username=postgres")
                .run(List.of("verify"));
        String text = said.toString(StandardCharsets.UTF_8);
        assertThat(code).as(text).isEqualTo(expected);
        return text;
    }
}
