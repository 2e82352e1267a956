package dev.kaltstart.backup.method.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code restic backup} was asked to save, and how its snapshots are found again (src: restic/restic, 0.18:
 * cmd/restic/cmd_backup.go, internal/global/global.go).
 *
 * @param paths absolute
 * @param host that the snapshots carry; blank when the command does not say
 * @param tag all tags of the snapshots, with commas; blank for none
 * @param access by the names of restic's variables: where the repository is and what opens it
 */
record ResticBackup(List<String> paths, String host, String tag, Map<String, String> access) {

    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_.-]+)+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.,:-]{0,99}");

    /** How much and how fast is saved: of no account for a restore. */
    private static final Pattern FLAG = Pattern.compile("-[vqxf]{1,4}|--(verbose|quiet|one-file-system|json|no-cache|"
            + "exclude-caches|cleanup-cache|ignore-inode|ignore-ctime|force|with-atime|no-scan|skip-if-unchanged)"
            + "|--verbose=\\d");

    private static final Set<String> VALUED = Set.of(
            "-e",
            "--exclude",
            "--iexclude",
            "--exclude-file",
            "--iexclude-file",
            "--exclude-if-present",
            "--exclude-larger-than",
            "--cache-dir",
            "--compression",
            "--group-by",
            "-g",
            "--limit-download",
            "--limit-upload",
            "--pack-size",
            "--parent",
            "--read-concurrency",
            "--retry-lock");

    private static final Map<String, String> ACCESS = Map.of(
            "-r", "RESTIC_REPOSITORY",
            "--repo", "RESTIC_REPOSITORY",
            "--repository-file", "RESTIC_REPOSITORY_FILE",
            "-p", "RESTIC_PASSWORD_FILE",
            "--password-file", "RESTIC_PASSWORD_FILE",
            "--cacert", "RESTIC_CACERT");

    /** @return empty when the words are not those of a backup, or when one of them is not understood */
    static Optional<ResticBackup> of(List<String> words) {
        return new Reading(words).backup();
    }

    /** Absolute, with names that neither a shell nor restic's patterns read as anything else. */
    static boolean isPath(String path) {
        return PATH.matcher(path).matches() && !path.matches(".*/\\.\\.?(/.*)?");
    }

    /** Any word that is not known makes the whole command unclear: another option may change what is saved. */
    private static final class Reading {

        private final List<String> paths = new ArrayList<>();
        private final List<String> hosts = new ArrayList<>();
        private final List<String> tags = new ArrayList<>();
        private final Map<String, String> access = new LinkedHashMap<>();
        private final List<String> words;
        private boolean verb;
        private boolean clear = true;

        Reading(List<String> words) {
            this.words = words;
        }

        Optional<ResticBackup> backup() {
            for (int at = 0; at < words.size(); at++) {
                String word = words.get(at);
                int equals = word.startsWith("--") ? word.indexOf('=') : -1;
                String option = equals < 0 ? word : word.substring(0, equals);
                if (FLAG.matcher(word).matches() || word.matches("\\d?>{1,2}.*")) {
                    // a redirection may have its file in the next word
                    at += word.endsWith(">") ? 1 : 0;
                } else if (!word.startsWith("-")) {
                    argument(word);
                } else if (equals > 0) {
                    option(option, word.substring(equals + 1));
                } else {
                    at++;
                    option(option, at < words.size() ? words.get(at) : null);
                }
            }
            return clear && verb && !paths.isEmpty() && hosts.size() < 2
                    ? Optional.of(new ResticBackup(paths, String.join("", hosts), String.join(",", tags), access))
                    : Optional.empty();
        }

        private void argument(String word) {
            if (!verb) {
                verb = word.equals("backup");
                clear &= verb;
            } else {
                String path = word.replaceFirst("(?<=.)/+$", "");
                clear &= isPath(path);
                paths.add(path);
            }
        }

        private void option(String option, @Nullable String value) {
            if (value == null) {
                clear = false;
            } else if (option.equals("--host") || option.equals("-H")) {
                clear &= NAME.matcher(value).matches();
                hosts.add(value);
            } else if (option.equals("--tag")) {
                clear &= NAME.matcher(value).matches();
                tags.add(value);
            } else if (ACCESS.containsKey(option)) {
                access(ACCESS.getOrDefault(option, ""), value);
            } else {
                clear &= VALUED.contains(option);
            }
        }

        /** A variable of the same name is there for restic anyway. */
        private void access(String variable, String value) {
            if (!value.equals("$" + variable) && !value.equals("${" + variable + "}")) {
                clear &= !value.contains("$") && !value.contains("`");
                access.put(variable, value);
            }
        }
    }
}
