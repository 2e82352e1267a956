package dev.kaltstart.flux.revert;

import dev.kaltstart.flux.diff.Comparison;
import dev.kaltstart.flux.diff.Comparison.Action;
import dev.kaltstart.flux.diff.Comparison.Difference;
import dev.kaltstart.git.CommitId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a commit would make of the cluster, as it is shown and kept: in front what an approver has to know, behind it all
 * of it.
 */
public final class PreviewText {

    private static final String COMMIT = "commit ";
    private static final String EFFECT = "- ";
    private static final int SHOWN = 25;

    private PreviewText() {}

    public static String of(CommitId commit, Comparison comparison, Loss loss) {
        var lines = new ArrayList<String>();
        lines.add(COMMIT + commit);
        effects(comparison, loss).forEach(effect -> lines.add(EFFECT + effect));
        lines.add("");
        for (Action action : Action.values()) {
            of(comparison, action).forEach(one -> lines.add(action + " " + line(one)));
        }
        section(lines, "does not build", comparison.failures());
        section(lines, "not compared", comparison.notCompared());
        return String.join("\n", lines) + "\n";
    }

    private static void section(List<String> lines, String title, List<String> entries) {
        if (!entries.isEmpty()) {
            lines.add("");
            lines.add(title + ":");
            lines.addAll(entries);
        }
    }

    private static String line(Difference one) {
        String managers = one.managers().isEmpty() ? "" : ", changed by " + String.join(", ", one.managers());
        String fields = one.fields().isEmpty() ? "" : ": " + String.join(", ", one.fields());
        return one.object().label() + " (" + one.owner().namespace() + "/"
                + one.owner().name() + managers + ")" + fields;
    }

    private static List<Difference> of(Comparison comparison, Action action) {
        return sorted(comparison, one -> one.action() == action);
    }

    private static List<Difference> sorted(Comparison comparison, Predicate<Difference> which) {
        return comparison.differences().stream()
                .filter(which)
                .sorted(Comparator.comparing((Difference one) -> Loss.weight(one.object()))
                        .thenComparing(one -> one.object().label()))
                .toList();
    }

    private static List<String> effects(Comparison comparison, Loss loss) {
        var effects = new ArrayList<String>();
        effects.add("created: " + counts(of(comparison, Action.CREATE)));
        effects.add("changed: " + counts(of(comparison, Action.CHANGE)));
        List<Difference> deleted = of(comparison, Action.DELETE);
        effects.add("deleted: " + counts(deleted));
        deleted.stream().limit(SHOWN).forEach(one -> effects.add("DELETES " + loss.label(one.object())));
        if (deleted.size() > SHOWN) {
            effects.add("DELETES " + (deleted.size() - SHOWN) + " more, listed below");
        }
        List<Difference> refused = refused(comparison);
        refused.stream()
                .limit(SHOWN)
                .forEach(
                        one -> effects.add("THE CLUSTER REFUSES " + one.object().label() + ": "
                                + cut(String.join(", ", one.fields())) + ". Flux will fail there after the push"));
        if (refused.size() > SHOWN) {
            effects.add("THE CLUSTER REFUSES " + (refused.size() - SHOWN) + " more, listed below");
        }
        comparison.failures().stream()
                .limit(5)
                .forEach(failure -> effects.add("does not build, nothing is known of what it makes: " + cut(failure)));
        if (comparison.failures().size() > 5) {
            effects.add((comparison.failures().size() - 5) + " more do not build");
        }
        if (!comparison.notCompared().isEmpty()) {
            effects.add("not compared: " + comparison.notCompared().size() + ", listed below with the reasons");
        }
        return effects;
    }

    private static String cut(String text) {
        return text.length() <= 200 ? text : text.substring(0, 199) + "…";
    }

    private static String counts(List<Difference> all) {
        var byKind = all.stream()
                .collect(Collectors.groupingBy(
                        (Function<Difference, String>) one -> one.object().kind(),
                        TreeMap::new,
                        Collectors.counting()));
        return byKind.isEmpty()
                ? "nothing"
                : all.size() + " ("
                        + byKind.entrySet().stream()
                                .map(kind -> kind.getValue() + " " + kind.getKey())
                                .collect(Collectors.joining(", "))
                        + ")";
    }

    private static List<Difference> refused(Comparison comparison) {
        return sorted(comparison, Difference::refused);
    }

    private static String refusals(Comparison comparison) {
        List<Difference> refused = refused(comparison);
        return refused.isEmpty() ? "" : "; the cluster refuses " + counts(refused);
    }

    public static String message(Comparison comparison) {
        return "creates " + counts(of(comparison, Action.CREATE)) + ", changes "
                + counts(of(comparison, Action.CHANGE)) + ", deletes " + counts(of(comparison, Action.DELETE))
                + refusals(comparison)
                + (comparison.failures().isEmpty()
                        ? ""
                        : "; " + comparison.failures().size() + " do not build");
    }

    /** Whether a text that was kept is about this commit. */
    public static boolean isOf(String kept, CommitId commit) {
        return kept.startsWith(COMMIT + commit + "\n");
    }

    /** All of it but its first line, for the approver: the summary, then every object. */
    public static List<String> effects(String kept) {
        return kept.lines()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(line -> line.startsWith(EFFECT) ? line.substring(EFFECT.length()) : line)
                .toList();
    }
}
