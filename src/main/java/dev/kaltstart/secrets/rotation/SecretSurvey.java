package dev.kaltstart.secrets.rotation;

import dev.kaltstart.shell.Parallel;
import dev.kaltstart.shell.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a key opens in one commit.
 *
 * @param old the public key that leaked
 * @param files that are encrypted for it
 * @param rules each .sops.yaml that names it, by path, with its text
 * @param refused what prevents a change, with the reason
 */
record SecretSurvey(String old, List<EncryptedFile> files, Map<String, String> rules, List<String> refused) {

    private static final int AT_ONCE = 4;
    private static final Pattern RECIPIENT = Pattern.compile("age1[0-9a-z]{50,3000}");

    static SecretSurvey of(Path tree, String old) {
        EncryptedFiles all = EncryptedFiles.in(tree);
        var refused = new ArrayList<>(all.refused());
        Map<String, String> rules = rules(tree);
        Set<String> known = new HashSet<>();
        rules.values().forEach(text -> RECIPIENT.matcher(text).results().forEach(found -> known.add(found.group())));
        List<EncryptedFile> files = all.all().stream()
                .filter(file -> file.recipients().contains(old))
                .toList();
        files.forEach(file -> unusual(file, known).ifPresent(refused::add));
        rules.values().removeIf(text -> !text.contains(old));
        return new SecretSurvey(old, files, rules, List.copyOf(refused));
    }

    private static Optional<String> unusual(EncryptedFile file, Set<String> known) {
        if (file.groups() > 1) {
            return Optional.of(file.path() + " needs keys of several groups together: change its keys by hand, with"
                    + " 'sops updatekeys' and 'sops rotate'");
        }
        if (!file.otherKeys().isEmpty()) {
            return Optional.of(file.path() + " is encrypted for " + String.join(", ", file.otherKeys())
                    + " too, which Kaltstart does not use: remove these keys, or change the file by hand");
        }
        List<String> strangers = file.recipients().stream()
                .filter(recipient -> !known.isEmpty() && !known.contains(recipient))
                .sorted()
                .toList();
        return strangers.isEmpty()
                ? Optional.empty()
                : Optional.of(file.path() + " is also encrypted for " + String.join(", ", strangers)
                        + ", which no .sops.yaml names: run 'sops updatekeys " + file.path()
                        + "' and push, or add the key there");
    }

    private static Map<String, String> rules(Path tree) {
        var rules = new TreeMap<String, String>();
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : (Iterable<Path>)
                    files.filter(one -> one.endsWith(".sops.yaml") && Files.isRegularFile(one))::iterator) {
                rules.put(tree.relativize(file).toString(), Files.readString(file, StandardCharsets.UTF_8));
            }
            return rules;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the .sops.yaml of the commit: " + e.getMessage(), e);
        }
    }

    /** Each file that the keys do not open, with the reason. */
    List<String> closed(Shell shell, Path tree, Path keys) {
        var sops = new Sops(shell, tree, keys);
        return Parallel.map(AT_ONCE, files, sops::closed).stream()
                .flatMap(Optional::stream)
                .toList();
    }
}
