package dev.kaltstart.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Evidence;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The namespaces whose applications may not start before their data is back, kept as evidence of the recovery. */
public final class HeldNamespaces {

    private static final String NAME = "held-namespaces.json";
    private static final JsonMapper JSON = new JsonMapper();

    /** What Kubernetes takes for a namespace; it becomes a part of the address of a request. */
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private HeldNamespaces() {}

    /** @param run about the whole cluster */
    public static void keep(Run run, Evidence evidence, Collection<String> namespaces) {
        try {
            evidence.keep(run, NAME, JSON.writeValueAsString(usable(namespaces)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of the recovery, whatever the run is about; none before they were listed. */
    public static Set<String> of(Run run, Evidence evidence) {
        return kept(run, evidence).map(HeldNamespaces::usable).orElse(Set.of());
    }

    private static Set<String> usable(Collection<String> namespaces) {
        return namespaces.stream()
                .filter(name -> NAMESPACE.matcher(name).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<List<String>> kept(Run run, Evidence evidence) {
        return evidence.read(Evidence.reference(run.recovery(), NAME)).map(text -> {
            try {
                return JSON.readValue(text, new TypeReference<>() {});
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(
                        "the evidence " + NAME + " cannot be read: " + e.getOriginalMessage(), e);
            }
        });
    }
}
