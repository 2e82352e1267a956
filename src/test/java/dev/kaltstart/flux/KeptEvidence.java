package dev.kaltstart.flux;

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
    public String keep(String recovery, String name, String text) {
        kept.put(Evidence.reference(recovery, name), text);
        return Evidence.reference(recovery, name);
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
