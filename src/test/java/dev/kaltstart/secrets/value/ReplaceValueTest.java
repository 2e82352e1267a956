package dev.kaltstart.secrets.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.secrets.exposure.Encrypted;
import dev.kaltstart.secrets.exposure.ExposedValue.State;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ReplaceValueTest {

    private static final String RECIPIENT = "age1leakedxyz";
    private static final String ADMIN = "paperless.paperless-secret.admin";

    @TempDir
    Path directory;

    private Replacement replacement;

    @BeforeEach
    void aLeak() throws IOException {
        replacement = new Replacement(directory);
        replacement
                .repository
                .commit(
                        "apps/paperless/secret.sops.yaml",
                        Encrypted.secret(
                                "paperless",
                                "paperless-secret",
                                "a",
                                RECIPIENT,
                                "ADMIN_USER",
                                "ADMIN_PASSWORD",
                                "DB_PASSWORD"))
                .commit(
                        "apps/it's; rm -rf $(x)/restic.sops.yaml",
                        Encrypted.secret("media", "restic", "b", RECIPIENT, "RESTIC_PASSWORD"))
                .exposed();
    }

    private HumanTask.Brief brief(String credential) {
        var answer = replacement.task(credential);
        return answer.task().brief(answer.run());
    }

    @Test
    void saysWhatItOpensAndHowItIsReplaced() {
        var brief = brief(ADMIN);

        assertThat(brief.why())
                .contains("admin password", "encrypted for the leaked age key", "Secret paperless/paperless-secret")
                .contains("[\"stringData\"][\"ADMIN_PASSWORD\"]", "[\"stringData\"][\"ADMIN_USER\"]")
                .doesNotContain("DB_PASSWORD");
        assertThat(brief.commands())
                .contains(
                        "sops edit apps/paperless/secret.sops.yaml",
                        "git push",
                        "kubectl -n paperless rollout restart deployment,statefulset,daemonset");
        assertThat(brief.expect()).contains("make the new one, deploy it, wait until it was really used once, revoke");
        assertThat(brief("media.restic.backup-password").why()).contains("only a new repository protects new backups");
    }

    @Test
    void aNameOfTheRepositoryIsNoCommand() {
        assertThat(brief("media.restic.backup-password").commands())
                .contains("sops edit 'apps/it'\\''s; rm -rf $(x)/restic.sops.yaml'");
    }

    @Test
    void aSkipNeedsAReasonThatOthersUnderstand() {
        var task = replacement.task(ADMIN);
        var skip = task.run().with(ReplacementFacts.DONE, ReplacementFacts.SKIP);

        assertThatThrownBy(() -> task.give(skip))
                .isInstanceOf(HumanTask.Refused.class)
                .hasMessageContaining("reason");
        assertThatThrownBy(() -> task.give(skip.with(ReplacementFacts.SKIP_REASON, "later")))
                .hasMessageContaining("the report quotes it");
        task.give(skip.with(ReplacementFacts.SKIP_REASON, "the account is closed next week"));

        assertThat(replacement.answer(ADMIN)).satisfies(answer -> {
            assertThat(answer.state()).isEqualTo(State.SKIPPED);
            assertThat(answer.person()).isEqualTo("ada");
            assertThat(answer.proof()).isEqualTo("skipped, it stays exposed: the account is closed next week");
        });
        assertThat(replacement.answer("paperless.paperless-secret.db").state()).isEqualTo(State.OPEN);
    }

    @Test
    void aReplacementNeedsEvidenceWithoutASecret() {
        var task = replacement.task(ADMIN);

        assertThatThrownBy(() -> task.replaced("  ")).hasMessageContaining("where the old one was refused");
        assertThatThrownBy(() -> task.replaced("it worked: password: correct-horse-battery"))
                .hasMessageContaining("leave the value out");
        assertThatThrownBy(() -> task.give(task.run().with(ReplacementFacts.DONE, "approved")))
                .hasMessageContaining("none of the choices");
        task.replaced("the old login was refused at 14:20");

        assertThat(replacement.answer(ADMIN).state()).isEqualTo(State.OPEN);
        assertThat(replacement.answer(ADMIN).proof()).isEqualTo("replaced: the old login was refused at 14:20");
    }

    @Test
    void aRoundIsAboutACredentialThatKaltstartHasListed() {
        assertThat(brief("other").why()).contains("No exposed value belongs to secret/other");
        assertThatThrownBy(() -> replacement.task("other").replaced("the old login was refused at 14:20"))
                .isInstanceOf(Failure.NeedsHuman.class);
        var whole = replacement.task("x");
        assertThatThrownBy(
                        () -> whole.task().accepted(whole.run().about(new Subject.WholeCluster()), whole.run(), "ada"))
                .isInstanceOf(Failure.Fatal.class);
    }
}
