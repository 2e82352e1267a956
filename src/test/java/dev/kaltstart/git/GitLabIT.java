package dev.kaltstart.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.lab.LabRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkout and its server. */
@Tag("lab")
class GitLabIT {

    @TempDir
    Path directory;

    private LabRepository repository() {
        return LabRepository.open(directory, "contract-" + UUID.randomUUID());
    }

    private Path clone(LabRepository repository) {
        RealGit.git(directory, "clone", "--quiet", repository.url(), "clone");
        return directory.resolve("clone");
    }

    @Test
    void whatWasCommittedInACloneArrivesAtTheServer() throws Exception {
        var repository = repository();
        Path clone = clone(repository);
        var checkout = new GitCheckout(new RealGit(), clone);
        assertThat(checkout.tree().branch()).isEqualTo("main");
        assertThat(checkout.tree().dirty()).isFalse();

        RealGit.git(clone, "config", "user.name", "Somebody");
        RealGit.git(clone, "config", "user.email", "somebody@localhost");
        Files.writeString(clone.resolve("CHANGELOG.md"), "- a recovery\n");
        assertThat(checkout.commit(Path.of("CHANGELOG.md"), "Note a recovery", "It went well.", "nf-1")
                        .succeeded())
                .isTrue();
        assertThat(checkout.tree().dirty()).isFalse();
        RealGit.git(clone, "push", "--quiet");

        assertThat(RealGit.git(repository.bare(), "rev-parse", "main"))
                .isEqualTo(checkout.find("nf-1").orElseThrow().toString());
    }

    @Test
    void isRefusedWhereTheServerIsAhead() throws Exception {
        var repository = repository();
        Path clone = clone(repository);
        repository.write("more", "more").push();
        RealGit.commit(clone, "own", "own");

        assertThatThrownBy(() -> RealGit.git(clone, "push"))
                .hasMessageContaining("[rejected]")
                .hasMessageContaining("fetch first");
    }

    @Test
    void isRefusedWhereNobodyMayPush() throws Exception {
        var repository = repository();
        Path clone = clone(repository);
        RealGit.git(repository.bare(), "config", "http.receivepack", "false");
        RealGit.commit(clone, "own", "own");

        assertThatThrownBy(() -> RealGit.git(clone, "push"))
                .hasMessageContaining("The requested URL returned error: 403");
    }
}
