package dev.kaltstart.secrets.rotation;

import dev.kaltstart.engine.Failure;
import dev.kaltstart.secrets.rotation.EncryptedFile.AgeKeyEntry;
import dev.kaltstart.shell.Parallel;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Copies of the encrypted files of one commit, encrypted for other recipients with new data keys. A file is complete or not there:
 * after a crash those that are complete are tried again with the key, and the rest is made. All of it is ciphertext.
 *
 * @param tree all files of the commit
 * @param bench the directory for the copies, of this commit and this stage only
 * @param with the keys that open the files now
 * @param proof the key that has to open the results, alone
 */
record Reencryption(Shell shell, Path tree, Path bench, Path with, Path proof, Stage stage) {

    private static final int AT_ONCE = 4;

    /**
     * @param flags of {@code sops rotate}
     * @param wanted the recipients of a file that had these before
     * @param insideOf what {@code sops set} puts into entries that hold the old key themselves
     */
    record Stage(List<String> flags, Wanted wanted, Optional<InnerKey> insideOf) {}

    interface Wanted {
        Set<String> after(Set<String> before);
    }

    /**
     * The new key as a value of SOPS.
     *
     * @param old the public key of the one that is replaced
     * @param text the value as JSON, in a file
     * @param base64 the same for entries in Base64
     */
    record InnerKey(String old, Path text, Path base64) {}

    /** @return the finished files, by path in the repository */
    Map<String, Path> of(List<EncryptedFile> files, Map<String, String> rules) {
        begin(rules);
        Parallel.map(AT_ONCE, files, this::one);
        var all = new TreeMap<String, Path>();
        files.forEach(file -> all.put(file.path(), done(file.path())));
        rules.forEach((path, text) -> all.put(path, written(path, text)));
        return all;
    }

    private void begin(Map<String, String> rules) {
        // sops takes the indentation from the one beside it
        String formats = rules.getOrDefault(".sops.yaml", "");
        write(bench.resolve("work/.sops.yaml"), formats.isEmpty() ? "creation_rules: []\n" : formats);
        write(bench.resolve("done/.sops.yaml"), formats.isEmpty() ? "creation_rules: []\n" : formats);
    }

    private Path written(String path, String text) {
        Path file = bench.resolve("rules").resolve(path);
        write(file, text);
        return file;
    }

    private boolean one(EncryptedFile file) {
        if (!finished(file)) {
            Path copy = bench.resolve("work").resolve(file.path());
            copy(tree.resolve(file.path()), copy);
            var sops = new Sops(shell, bench.resolve("work"), with);
            require(file, sops.rotate(file, stage.flags()));
            stage.insideOf().ifPresent(key -> inside(sops, file, key));
            String path = file.path();
            new Sops(shell, bench.resolve("work"), proof).closed(file).ifPresent(reason -> {
                throw new Failure.NeedsHuman(
                        "NOT_ENCRYPTED_FOR_NEW_KEY",
                        "the new key does not open what sops has made of " + path + ": " + reason
                                + ". Nothing was committed");
            });
            requireRecipients(file, copy);
            move(copy, done(file.path()));
        }
        return true;
    }

    private void inside(Sops sops, EncryptedFile file, InnerKey key) {
        for (AgeKeyEntry entry : file.ageKeys()) {
            List<String> held = sops.recipientsInside(file, entry.base64());
            if (!held.contains(key.old())) {
                continue;
            }
            if (held.size() > 1) {
                throw new Failure.NeedsHuman(
                        "SEVERAL_AGE_KEYS",
                        file.path() + " holds " + held.size()
                                + " age keys in one entry: put the new key in place of the old one with" + " 'sops "
                                + file.path() + "', push, and try again");
            }
            require(file, sops.set(file, entry.index(), entry.base64() ? key.base64() : key.text()));
        }
    }

    private static void require(EncryptedFile file, Result result) {
        if (!result.succeeded()) {
            throw new Failure.NeedsHuman(
                    "NOT_REENCRYPTED",
                    "sops has not encrypted again " + Sops.reason(file, result) + ". Nothing was committed");
        }
    }

    private boolean finished(EncryptedFile file) {
        Path done = done(file.path());
        return Files.isRegularFile(done)
                && recipients(file.path(), done).equals(stage.wanted().after(file.recipients()))
                && new Sops(shell, bench.resolve("done"), proof).closed(file).isEmpty();
    }

    private void requireRecipients(EncryptedFile file, Path copy) {
        Set<String> wanted = stage.wanted().after(file.recipients());
        if (!recipients(file.path(), copy).equals(wanted)) {
            throw new Failure.NeedsHuman(
                    "OTHER_RECIPIENTS",
                    "sops has encrypted " + file.path() + " for other keys than wanted. Nothing was committed");
        }
    }

    private static Set<String> recipients(String path, Path file) {
        return EncryptedFiles.one(path, file)
                .map(EncryptedFile::recipients)
                .<Set<String>>map(HashSet::new)
                .orElse(Set.of());
    }

    private Path done(String path) {
        return bench.resolve("done").resolve(path);
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + from, e);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot move " + from, e);
        }
    }
}
