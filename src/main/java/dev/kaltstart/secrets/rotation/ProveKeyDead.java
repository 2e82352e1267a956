package dev.kaltstart.secrets.rotation;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.keyring.Keyring;
import dev.kaltstart.secrets.rotation.Sops.Verdict;
import dev.kaltstart.shell.Parallel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The old key is tried on every encrypted file at the head of the branch, and opens none. */
@Component
class ProveKeyDead extends Step {

    private static final int AT_ONCE = 4;
    private static final int LARGEST = 3_000_000;

    private final RotationClone clone;
    private final Keyring keyring;

    ProveKeyDead(RotationClone clone, Keyring keyring) {
        this.clone = clone;
        this.keyring = keyring;
    }

    @Override
    public Check check(Run run) {
        CommitId head = clone.fetch(run);
        Path tree = clone.of(run).files(head);
        String old = RotationFacts.oldRecipient(run);
        List<EncryptedFile> files = EncryptedFiles.in(tree).all();
        var keys = new RotationKeys(keyring, run.recovery());
        var sops = new Sops(run.cluster().looking(), tree, keys.file(RotationKeys.LEAKED));
        List<Verdict> verdicts = Parallel.map(AT_ONCE, files, file -> tried(sops, file, old));
        List<String> opened = paths(files, verdicts, Verdict.OPENS);
        if (!opened.isEmpty()) {
            throw new Failure.NeedsHuman(
                    "OLD_KEY_OPENS",
                    "the old age key opens " + opened.size() + " files at " + head.abbreviated() + ", the first is "
                            + opened.get(0) + ": run 'sops updatekeys' and 'sops rotate' on them, push, and try again");
        }
        List<String> untried = paths(files, verdicts, Verdict.UNKNOWN);
        if (!untried.isEmpty()) {
            return Check.unknown(
                    "sops says neither yes nor no about " + untried.size() + " files, the first is " + untried.get(0));
        }
        List<String> named = naming(tree, old);
        if (named.stream().anyMatch(path -> path.endsWith(".sops.yaml"))) {
            throw new Failure.NeedsHuman(
                    "OLD_KEY_NAMED",
                    "a .sops.yaml at " + head.abbreviated()
                            + " still names the old age key, so the next new secret is encrypted" + " for it: "
                            + String.join(", ", named));
        }
        return Check.met(
                "the old age key opens none of the " + files.size() + " encrypted files at " + head.abbreviated()
                        + (named.isEmpty() ? "" : "; its public key is still named in " + String.join(", ", named)),
                Measurement.count("filesTried", files.size()));
    }

    /** One that PGP or a KMS opens too is not tried: sops would ask these. Its recipients are in the open. */
    private static Verdict tried(Sops sops, EncryptedFile file, String old) {
        if (file.otherKeys().isEmpty()) {
            return sops.tries(file);
        }
        return file.recipients().contains(old) ? Verdict.OPENS : Verdict.CLOSED;
    }

    private static List<String> paths(List<EncryptedFile> files, List<Verdict> verdicts, Verdict wanted) {
        return IntStream.range(0, files.size())
                .filter(number -> verdicts.get(number) == wanted)
                .mapToObj(number -> files.get(number).path())
                .toList();
    }

    private static List<String> naming(Path tree, String recipient) {
        try (Stream<Path> files = Files.walk(tree)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> mentions(file, recipient))
                    .map(file -> tree.relativize(file).toString())
                    .sorted()
                    .limit(20)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the files of the commit", e);
        }
    }

    private static boolean mentions(Path file, String recipient) {
        try {
            return Files.size(file) <= LARGEST
                    && new String(Files.readAllBytes(file), StandardCharsets.UTF_8).contains(recipient);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
