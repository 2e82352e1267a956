package dev.kaltstart.readiness;

import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Evidence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evidence in a map. */
record HeldEvidence(Map<String, String> kept) implements Evidence {

    HeldEvidence() {
        this(new HashMap<>());
    }

    @Override
    public String keep(Run run, String name, String text) {
        kept.put(name, text);
        return Evidence.reference(run, name);
    }

    @Override
    public Optional<String> read(String reference) {
        return Optional.ofNullable(kept.get(reference));
    }

    @Override
    public List<Kept> of(String recovery) {
        return List.of();
    }
}
