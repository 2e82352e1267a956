package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kaltstart is killed with -9 while it has suspended what the real controllers reconcile. */
@Tag("lab")
@Timeout(600)
class KilledDriftLabIT {

    @TempDir
    Path world;

    private DriftLab lab;
    private OneKaltstart kaltstart;
    private String recovery;

    @BeforeEach
    void breakIt() throws Exception {
        lab = DriftLab.open(world);
        lab.breakTheApplication();
        kaltstart = lab.kaltstart(world);
    }

    @AfterEach
    void close() throws Exception {
        if (kaltstart != null) {
            kaltstart.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void goesOnToTheEndAndLeavesNothingSuspended() throws Exception {
        killWhileSomethingIsSuspended();

        kaltstart.start();

        await(recovery)
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> kaltstart.attend(recovery));
        assertThat(kaltstart.state(recovery)).isEqualTo("recovered");
        assertThat(lab.suspended()).isEmpty();
    }

    @Test
    void resumesEverythingWhenItIsAbortedAfterwards() throws Exception {
        killWhileSomethingIsSuspended();

        kaltstart.start();

        assertThat(kaltstart
                        .post("/api/recoveries/" + recovery + "/abort", "{\"reason\": \"seen enough\"}")
                        .statusCode())
                .isEqualTo(202);
        await(recovery)
                .atMost(Duration.ofMinutes(3))
                .until(() -> kaltstart.state(recovery).equals("aborted"));
        await("let go")
                .atMost(Duration.ofMinutes(1))
                .until(() -> lab.suspended().isEmpty());
    }

    private void killWhileSomethingIsSuspended() throws Exception {
        recovery = lab.recover(kaltstart);
        try {
            await("the first one is suspended")
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !lab.suspended().isEmpty());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(kaltstart.answer("/api/recoveries/" + recovery + "/steps"), e);
        }
        kaltstart.kill();
        assertThat(lab.suspended()).as("nobody is there to let go of it").isNotEmpty();
    }
}
