package dev.kaltstart.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Remembers what a human task asked for and was told: that is the evidence, and not whatever else was sent along. */
final class HeardAnswers implements Facts {

    private final Facts facts;
    private final Map<String, String> heard = new LinkedHashMap<>();

    HeardAnswers(Facts facts) {
        this.facts = facts;
    }

    @Override
    public <T> Optional<T> find(Fact<T> fact) {
        Optional<T> found = facts.find(fact);
        found.map(value -> words(fact.encode(value)))
                .filter(words -> !words.isBlank())
                .ifPresent(words -> heard.put(fact.name(), words));
        return found;
    }

    private static String words(Object raw) {
        return raw instanceof Boolean flag
                ? (flag ? "yes" : "no")
                : String.valueOf(raw).strip();
    }

    /** Blank when nothing was asked. */
    String words() {
        return heard.entrySet().stream()
                .map(answer -> answer.getKey() + ": " + answer.getValue())
                .collect(Collectors.joining("; "));
    }
}
