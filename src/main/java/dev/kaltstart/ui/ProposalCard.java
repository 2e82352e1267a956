package dev.kaltstart.ui;

import dev.kaltstart.alert.Proposals.Choice;
import dev.kaltstart.alert.Proposals.Proposed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * A recovery that alerts ask for: sixty alerts that ask for the same one are one.
 *
 * @param signs what they say, newest first
 * @param more how many are not shown; empty when all are
 * @param advice what a person has to know, or do by hand; empty or one
 * @param starts of the alert that began first, because the outage began with it; empty when nothing can be started, or not
 *     by who reads it
 * @param others can start it, and who reads it cannot
 */
record ProposalCard(
        String cluster,
        String scenario,
        String subject,
        List<Sign> signs,
        List<Integer> more,
        List<String> advice,
        List<Start> starts,
        boolean others) {

    private static final int SHOWN = 5;

    record Sign(String message, String since) {}

    /**
     * @param action the address of the button's form
     * @param command does the same in a shell
     */
    record Start(String label, String action, String command) {}

    /**
     * @param server where Kaltstart is reached, without a slash at the end
     * @param person who reads it; null for one who may not start a recovery
     */
    static List<ProposalCard> of(List<Proposed> proposals, String server, @Nullable String person) {
        var same = new LinkedHashMap<List<String>, List<Proposed>>();
        proposals.forEach(one ->
                same.computeIfAbsent(asked(one), any -> new ArrayList<>()).add(one));
        return same.values().stream()
                .map(alerts -> card(alerts, server, person))
                .toList();
    }

    private static List<String> asked(Proposed one) {
        return List.of(one.cluster(), one.scenario(), subject(one));
    }

    private static String subject(Proposed one) {
        return one.choices().size() > 1 ? "a node" : TimeFormat.or(one.subject(), "the cluster");
    }

    private static ProposalCard card(List<Proposed> same, String server, @Nullable String person) {
        Proposed first =
                same.stream().min(Comparator.comparing(Proposed::since)).orElseThrow();
        return new ProposalCard(
                first.cluster(),
                first.scenario(),
                subject(first),
                same.stream()
                        .limit(SHOWN)
                        .map(one -> new Sign(one.message(), TimeFormat.minute(one.since())))
                        .toList(),
                same.size() > SHOWN ? List.of(same.size() - SHOWN) : List.of(),
                first.advice().isEmpty() ? List.of() : List.of(first.advice()),
                person == null
                        ? List.of()
                        : first.choices().stream()
                                .map(choice -> start(first, choice, server, person))
                                .toList(),
                person == null && !first.choices().isEmpty());
    }

    private static Start start(Proposed proposed, Choice choice, String server, String person) {
        String action = "/proposals/" + UriUtils.encodePathSegment(proposed.id(), "UTF-8") + "/start";
        String subject = choice.subject();
        return new Start(
                "Start " + proposed.scenario() + (subject == null ? "" : " of " + subject) + ", " + choice.mode(),
                subject == null ? action : action + "/" + UriUtils.encodePathSegment(subject, "UTF-8"),
                // the names of people are words that no shell reads as anything else
                CurlCommand.post(server + "/api/recoveries", "-u " + person, choice.request()));
    }
}
