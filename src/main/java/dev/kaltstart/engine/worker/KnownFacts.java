package dev.kaltstart.engine.worker;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import java.util.Map;
import java.util.Optional;

/** Facts as the engine keeps them. */
public record KnownFacts(Map<String, Object> raw) implements Facts {

    @Override
    public <T> Optional<T> find(Fact<T> fact) {
        return Optional.ofNullable(raw.get(fact.name())).map(fact::decode);
    }
}
