package dev.kaltstart.git;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.RepositoryUrl;
import dev.kaltstart.shell.Home;
import dev.kaltstart.shell.Redaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Gives every recovery its own clone, under the home. */
@Component
public class RecoveryClones {

    private static final Pattern FILE_NAME =
            Pattern.compile("(?!.*\\.\\.)(?!.*\\.lock$)[A-Za-z0-9][A-Za-z0-9._-]{0,120}");

    private final Home home;
    private final Redaction redaction;

    RecoveryClones(Home home, Redaction redaction) {
        this.home = home;
        this.redaction = redaction;
    }

    /**
     * The clone of one recovery; the first fetch creates it. Runs no command yet.
     *
     * @param recovery its id, used in commit trailers, branch names and file names
     * @throws GitTrouble when kaltstart.yaml has no address of the repository
     * @throws UnsupportedOperationException when the handle has no repository, as in a rehearsal
     */
    public RecoveryClone of(Cluster cluster, String recovery) {
        if (!FILE_NAME.matcher(recovery).matches()) {
            throw new IllegalArgumentException("not usable as the name of a branch: " + recovery);
        }
        ClusterRepository repository = cluster.repository();
        RepositoryUrl url = repository.url();
        if (url == null) {
            throw new GitTrouble("the address of the repository of " + cluster.name()
                    + " is unknown: add 'url' under 'repository' in kaltstart.yaml");
        }
        Path clone = home.directory("clones").resolve(recovery + ".git");
        var git = new CloneGit(cluster.looking(), cluster.shell(), clone, home.directory("clones/home"));
        return new RecoveryClone(
                git,
                repository,
                remote(url, repository),
                Optional.ofNullable(repository.mirror()).map(mirror -> remote(mirror, repository)),
                home.directory("bundles"),
                home.directory("trees").resolve(recovery),
                recovery);
    }

    private Remote remote(RepositoryUrl url, ClusterRepository repository) {
        return new Remote(url, repository.credentials(), askpass(), redaction);
    }

    private Path askpass() {
        Path file = home.directory("clones").resolve("git-askpass.sh");
        try (var script = RecoveryClones.class.getResourceAsStream("/git-askpass.sh")) {
            // write a new file: Git may be running the old one
            Path whole = Files.createTempFile(file.getParent(), "askpass", ".new");
            Files.copy(Objects.requireNonNull(script), whole, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString("rwx------"));
            return Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
