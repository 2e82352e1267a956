package dev.kaltstart.secrets.exposure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The scalars of a file in one of the formats of SOPS: YAML, JSON (also for binary files), dotenv, INI. Bounded: a hostile file
 * costs no more than its size, and gives no more than {@link #MOST} scalars.
 *
 * @param complete whether these are all of them: the file is not broken, and has no more
 * @param mentioned of a file that is not complete and has ciphertext: all public keys of age anywhere in it
 */
record FileLeaves(List<Leaf> all, boolean complete, Set<String> mentioned) {

    static final int MOST = 20_000;
    static final int DEEPEST = 64;

    private static final Pattern DOTENV = Pattern.compile("(?m)^sops_(?:mac|version|lastmodified)=");
    private static final Pattern INI = Pattern.compile("(?m)^\\[sops]\\s*$");

    private static final Pattern RECIPIENT = Pattern.compile("\\bage1[a-z0-9]{5,4000}");
    private static final Pattern ASSIGNMENT = Pattern.compile("(?m)^(?:export )?[A-Za-z_][A-Za-z0-9_]{0,200}=");

    FileLeaves {
        all = List.copyOf(all);
        mentioned = Set.copyOf(mentioned);
    }

    static FileLeaves of(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        var sink = new Sink();
        if (plain.stripLeading().startsWith("{")) {
            JsonLeaves.read(plain, sink);
        } else if (DOTENV.matcher(plain).find()) {
            LineLeaves.dotenv(plain, sink);
        } else if (INI.matcher(plain).find()) {
            LineLeaves.ini(plain, sink);
        } else {
            YamlLeaves.read(plain, sink);
            if (sink.isNoMapping() && ASSIGNMENT.matcher(plain).find()) {
                sink = new Sink();
                LineLeaves.dotenv(plain, sink);
            }
        }
        return new FileLeaves(sink.leaves, sink.complete, sink.complete ? Set.of() : mentioned(plain));
    }

    /** What cannot be parsed here may still be what SOPS can open: nothing hides behind a broken line. */
    private static Set<String> mentioned(String text) {
        return text.contains(Leaf.ENCRYPTED)
                ? RECIPIENT
                        .matcher(text)
                        .results()
                        .limit(100)
                        .map(MatchResult::group)
                        .collect(Collectors.toSet())
                : Set.of();
    }

    /** Takes scalars until there are too many. */
    static final class Sink {

        private final List<Leaf> leaves = new ArrayList<>();
        private boolean complete = true;

        /** @return whether there is room for more */
        boolean add(int document, List<Object> path, String text) {
            if (leaves.size() >= MOST) {
                complete = false;
                return false;
            }
            if (path.size() > DEEPEST) {
                complete = false;
                return true;
            }
            leaves.add(new Leaf(document, path, text));
            return true;
        }

        /** As when another format is read as YAML: a text, or nothing. */
        boolean isNoMapping() {
            return leaves.stream().allMatch(leaf -> leaf.path().isEmpty());
        }

        void broken() {
            complete = false;
        }
    }
}
