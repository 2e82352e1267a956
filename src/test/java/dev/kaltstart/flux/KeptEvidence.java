package dev.kaltstart.flux;

import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Evidence in a map. */
record KeptEvidence(Map<String, String> kept) implements Evidence {

    KeptEvidence() {
        this(new ConcurrentHashMap<>());
    }

    @Override
    public String keep(Run run, String name, String text) {
        kept.put(Evidence.reference(run, name), text);
        return Evidence.reference(run, name);
    }

    @Override
    public Optional<String> read(String reference) {
        return Optional.ofNullable(kept.get(reference));
    }

    @Override
    public List<Kept> of(String recovery) {
        return kept.entrySet().stream()
                .map(one -> new Kept(one.getKey(), one.getValue().length(), Instant.EPOCH))
                .toList();
    }
}
