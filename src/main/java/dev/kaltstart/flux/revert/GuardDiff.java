package dev.kaltstart.flux.revert;

import dev.kaltstart.flux.diff.BuiltObject;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A patch for the repository that tells Flux never to delete claims, volumes and namespaces. Lines are put in, and of a
 * manifest in flow style the line with its metadata is changed; one that is written in another way is left to people.
 */
public final class GuardDiff {

    public static final String GUARD = "kustomize.toolkit.fluxcd.io/prune: disabled";

    /** In flow style a key with a slash and a colon behind it is safer in quotes. */
    private static final String QUOTED = "\"kustomize.toolkit.fluxcd.io/prune\": disabled";

    private static final Set<String> KINDS = Set.of("PersistentVolumeClaim", "PersistentVolume", "Namespace");
    private static final int CONTEXT = 3;
    private static final String NO_NEWLINE = "\\ No newline at end of file\n";
    private static final int LARGEST = 1_000_000;

    private final Path root;
    private final StringBuilder text = new StringBuilder();
    private final List<String> byHand = new ArrayList<>();
    private int count;

    public GuardDiff(Path root) {
        this.root = root;
        try (Stream<Path> all = Files.walk(root)) {
            all.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .forEach(this::look);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + root, e);
        }
    }

    /** Blank when nothing is to be done. */
    public String text() {
        return text.toString();
    }

    /** Files that lack a guard and are not part of the patch. */
    public List<String> byHand() {
        return byHand;
    }

    public int count() {
        return count;
    }

    /**
     * A line that is put in before another one.
     *
     * @param instead that other one goes
     */
    private record Insertion(int before, String line, boolean instead) {

        Insertion(int before, String line) {
            this(before, line, false);
        }
    }

    private void look(Path file) {
        try {
            String content = Files.size(file) > LARGEST ? "" : Files.readString(file);
            if (KINDS.stream().anyMatch(content::contains)) {
                look(root.relativize(file).toString(), content.lines().toList(), content.endsWith("\n"));
            }
        } catch (MalformedInputException e) {
            // no manifest
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private void look(String file, List<String> lines, boolean whole) {
        var insertions = new ArrayList<Insertion>();
        int start = 0;
        for (int end = 0; end <= lines.size(); end++) {
            if (end == lines.size() || lines.get(end).startsWith("---")) {
                document(file, lines, start, end, insertions);
                start = end + 1;
            }
        }
        if (!insertions.isEmpty()) {
            write(file, lines, insertions, whole);
        }
    }

    private void document(String file, List<String> lines, int start, int end, List<Insertion> insertions) {
        if (!lacks(String.join("\n", lines.subList(start, end)))) {
            return;
        }
        int flow = indexOf(lines, start, end, "metadata:\\s*\\{.*\\}\\s*(#.*)?");
        if (flow >= 0 && !lines.get(flow).contains("annotations")) {
            count++;
            String with = lines.get(flow).replaceFirst("\\{\\s*", "{ annotations: { " + QUOTED + " }, ");
            insertions.add(new Insertion(flow, with, true));
            return;
        }
        int metadata = indexOf(lines, start, end, "metadata:\\s*(#.*)?");
        if (metadata < 0 || metadata + 1 >= end) {
            byHand.add(file);
            return;
        }
        String indent = lines.get(metadata + 1).replaceFirst("\\S.*", "");
        int annotations = indexOf(lines, metadata + 1, end, indent + "annotations:\\s*(#.*)?");
        int inFlow = indexOf(lines, metadata + 1, end, indent + "annotations:\\s*[^#\\s].*");
        if (!indent.isEmpty() && inFlow >= 0 && lines.get(inFlow).matches(".*:\\s*\\{\\s*\\S.*\\}\\s*(#.*)?")) {
            count++;
            insertions.add(
                    new Insertion(inFlow, lines.get(inFlow).replaceFirst("\\{\\s*", "{ " + QUOTED + ", "), true));
            return;
        }
        if (indent.isEmpty() || inFlow >= 0) {
            byHand.add(file);
            return;
        }
        count++;
        if (annotations < 0) {
            insertions.add(new Insertion(metadata + 1, indent + "annotations:"));
        }
        int before = annotations < 0 ? metadata + 1 : annotations + 1;
        String deeper = annotations < 0 ? indent + "  " : lines.get(before).replaceFirst("\\S.*", "");
        insertions.add(new Insertion(before, deeper + GUARD));
    }

    private static int indexOf(List<String> lines, int from, int to, String pattern) {
        for (int at = from; at < to; at++) {
            if (lines.get(at).matches(pattern)) {
                return at;
            }
        }
        return -1;
    }

    @SuppressWarnings("unchecked")
    private static boolean lacks(String document) {
        try {
            // without a start of its own, one in flow style would be read as JSON
            Map<String, Object> content = Serialization.unmarshal("---\n" + document, Map.class);
            return content != null
                    && KINDS.contains(Objects.toString(content.get("kind"), ""))
                    && "v1".equals(content.get("apiVersion"))
                    && !BuiltObject.told(content, "prune", "disabled");
        } catch (RuntimeException e) {
            return false;
        }
    }

    private void write(String file, List<String> lines, List<Insertion> insertions, boolean whole) {
        text.append("--- a/").append(file).append("\n+++ b/").append(file).append('\n');
        int added = 0;
        for (int number = 0; number < insertions.size(); ) {
            int last = number;
            while (last + 1 < insertions.size()
                    && insertions.get(last + 1).before() - insertions.get(last).before() <= 2 * CONTEXT) {
                last++;
            }
            List<Insertion> together = insertions.subList(number, last + 1);
            hunk(lines, together, added, whole);
            added += (int) together.stream().filter(one -> !one.instead()).count();
            number = last + 1;
        }
    }

    private void hunk(List<String> lines, List<Insertion> insertions, int added, boolean whole) {
        int from = Math.max(0, insertions.get(0).before() - CONTEXT);
        int to = Math.min(lines.size(), insertions.get(insertions.size() - 1).before() + CONTEXT);
        text.append("@@ -%d,%d +%d,%d @@\n"
                .formatted(
                        from + 1,
                        to - from,
                        from + 1 + added,
                        to
                                - from
                                + insertions.stream()
                                        .filter(one -> !one.instead())
                                        .count()));
        int next = 0;
        for (int at = from; at <= to; at++) {
            boolean instead = false;
            while (next < insertions.size() && insertions.get(next).before() == at) {
                Insertion one = insertions.get(next++);
                instead = one.instead();
                if (instead) {
                    line('-', lines, at, whole);
                }
                text.append('+').append(one.line()).append('\n');
                if (instead && at == lines.size() - 1 && !whole) {
                    text.append(NO_NEWLINE);
                }
            }
            if (at < to && !instead) {
                line(' ', lines, at, whole);
            }
        }
    }

    private void line(char sign, List<String> lines, int at, boolean whole) {
        text.append(sign).append(lines.get(at)).append('\n');
        if (at == lines.size() - 1 && !whole) {
            text.append(NO_NEWLINE);
        }
    }
}
