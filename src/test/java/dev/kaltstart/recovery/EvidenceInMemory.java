package dev.kaltstart.recovery;

import dev.kaltstart.engine.Run;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evidence for as long as a test runs. */
public final class EvidenceInMemory implements Evidence {

    private final Map<String, String> kept = new LinkedHashMap<>();

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
                .filter(entry -> entry.getKey().startsWith(recovery + "/"))
                .map(entry -> new Kept(
                        entry.getKey().substring(recovery.length() + 1),
                        entry.getValue().length(),
                        Instant.EPOCH))
                .toList();
    }
}
