package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.shell.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Questions that may have no answer. What could not be looked at is named, and keeps nothing else from being seen. */
public final class UnknownObjects {

    private static final int SHOWN = 5;

    private final List<String> unknown = new ArrayList<>();

    <T> Optional<T> of(String what, Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (GitTrouble | Shell.MissingTool | UnsupportedOperationException e) {
            unknown.add(what + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    public void unknown(String what) {
        unknown.add(what);
    }

    List<String> unknown() {
        return List.copyOf(unknown);
    }

    /** Blank when everything could be looked at. */
    String message() {
        return unknown.isEmpty()
                ? ""
                : "could not be looked at: "
                        + unknown.stream().limit(SHOWN).collect(Collectors.joining("; "))
                        + (unknown.size() > SHOWN ? "; and " + (unknown.size() - SHOWN) + " more" : "");
    }
}
