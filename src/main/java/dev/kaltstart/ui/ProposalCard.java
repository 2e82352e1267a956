package dev.kaltstart.ui;

import dev.kaltstart.alert.Proposals.Proposed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A recovery that alerts ask for: sixty alerts that ask for the same one are one.
 *
 * @param signs what they say, newest first
 * @param more how many are not shown; empty when all are
 * @param request of the one that began first, because the outage began with it
 */
record ProposalCard(
        String cluster, String scenario, String subject, List<Sign> signs, List<Integer> more, String request) {

    private static final int SHOWN = 5;

    record Sign(String message, String since) {}

    static List<ProposalCard> of(List<Proposed> proposals) {
        var same = new LinkedHashMap<List<String>, List<Proposed>>();
        proposals.forEach(one ->
                same.computeIfAbsent(asked(one), any -> new ArrayList<>()).add(one));
        return same.values().stream().map(ProposalCard::card).toList();
    }

    private static List<String> asked(Proposed one) {
        return List.of(one.cluster(), one.scenario(), TimeFormat.or(one.subject(), "the cluster"));
    }

    private static ProposalCard card(List<Proposed> same) {
        Proposed first =
                same.stream().min(Comparator.comparing(Proposed::since)).orElseThrow();
        return new ProposalCard(
                first.cluster(),
                first.scenario(),
                TimeFormat.or(first.subject(), "the cluster"),
                same.stream()
                        .limit(SHOWN)
                        .map(one -> new Sign(one.message(), TimeFormat.minute(one.since())))
                        .toList(),
                same.size() > SHOWN ? List.of(same.size() - SHOWN) : List.of(),
                first.request());
    }
}
