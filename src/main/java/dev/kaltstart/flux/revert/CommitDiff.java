package dev.kaltstart.flux.revert;

import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.git.RecoveryClone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a revert changes in Git, line by line, for the person who approves it. */
public final class CommitDiff {

    private static final int MOST = 300;
    private static final String FILE = "diff --git ";
    /** A Secret, or the input of a generator of Secrets. Encrypted files are shown: their values are ciphertext. */
    private static final Pattern PLAIN_SECRET =
            Pattern.compile("(?m)^[ \\t]*+[\"']?kind[\"']?\\s*:\\s*[\"']?Secret\\b");

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i)(.*(secret|credential|password|token)[^/]*|.*\\.(env|key|pem|p12|agekey))");
    private static final List<String> ENCRYPTED = List.of("ENC[", "-----BEGIN AGE ENCRYPTED FILE-----");

    private CommitDiff() {}

    /** The beginning, where it is very long, and how long it is. Files with secrets in plain text are only named. */
    public static List<String> lines(RecoveryClone clone, CommitId head, CommitId revert) {
        try {
            List<String> all = clone.history().diff(head, revert).lines().toList();
            List<String> shown = withoutSecrets(all, List.of(clone.files(head), clone.files(revert)));
            var lines = new ArrayList<String>();
            lines.add("diff from " + head.abbreviated() + " to " + revert.abbreviated() + ", " + all.size()
                    + (all.size() == 1 ? " line" : " lines")
                    + (shown.size() > MOST ? ", the first " + MOST + " of them:" : ":"));
            shown.stream().limit(MOST).forEach(lines::add);
            return lines;
        } catch (GitTrouble e) {
            return List.of("the diff cannot be shown: " + e.getMessage());
        }
    }

    private static List<String> withoutSecrets(List<String> diff, List<Path> trees) {
        var shown = new ArrayList<String>();
        boolean withheld = false;
        for (String line : diff) {
            if (line.startsWith(FILE)) {
                withheld = isWithheld(path(line.substring(FILE.length())), trees);
                shown.add(line);
                if (withheld) {
                    shown.add("not shown, it may hold secrets in plain text");
                }
            } else if (!withheld) {
                shown.add(line);
            }
        }
        return shown;
    }

    /** From {@code a/PATH b/PATH}, by length: a path may hold " b/" itself. A path that Git quotes stays as it is. */
    private static String path(String names) {
        return names.substring(Math.min(2, names.length()), Math.max(2, (names.length() - 1) / 2));
    }

    /** Also a file that is found in no tree: what cannot be read is not shown. */
    private static boolean isWithheld(String path, List<Path> trees) {
        List<Path> files = trees.stream()
                .map(tree -> tree.resolve(path).normalize())
                .filter(Files::isRegularFile)
                .toList();
        boolean outside = files.stream().anyMatch(file -> trees.stream().noneMatch(file::startsWith));
        return files.isEmpty() || outside || files.stream().anyMatch(file -> holdsPlainSecret(file, path));
    }

    private static boolean holdsPlainSecret(Path file, String path) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return ENCRYPTED.stream().noneMatch(text::contains)
                    && (PLAIN_SECRET.matcher(text).find()
                            || SECRET_NAME.matcher(path).matches());
        } catch (IOException e) {
            return true;
        }
    }
}
