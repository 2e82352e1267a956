package dev.kaltstart.flux;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.object.Flux;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceCondition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Waits for namespaces that are being deleted: nothing can be made in them until they are gone. Which of them do not go,
 * and what holds them, is for a person to judge.
 */
@Component
class AwaitTerminating extends Step {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** What a namespace says when something in it does not go (src: kubernetes:pkg/controller/namespace/deletion). */
    private static final Set<String> HOLDS = Set.of(
            "NamespaceDeletionDiscoveryFailure",
            "NamespaceDeletionContentFailure",
            "NamespaceContentRemaining",
            "NamespaceFinalizersRemaining");

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(DriftFacts.NAMESPACE_STUCK, DriftFacts.STUCK_WORDS);
    }

    @Override
    public List<String> remedies(Run run, String code) {
        return Flux.NOT_READY;
    }

    @Override
    public Check check(Run run) {
        List<Namespace> going = run.cluster().kubernetes().namespaces().list().getItems().stream()
                .filter(AwaitTerminating::terminating)
                .toList();
        String message = going.stream().map(AwaitTerminating::message).collect(Collectors.joining("\n"));
        if (going.isEmpty()) {
            run.set(DriftFacts.NAMESPACE_STUCK, false);
            run.set(DriftFacts.STUCK_WORDS, "");
            return Check.met("no namespace is being deleted");
        }
        if (run.cluster().clock().instant().isBefore(run.began().plus(PATIENCE))) {
            return Check.notYet("being deleted: " + message);
        }
        run.set(DriftFacts.NAMESPACE_STUCK, true);
        run.set(DriftFacts.STUCK_WORDS, message);
        return Check.met("stuck for more than " + PATIENCE.toMinutes() + " minutes: " + message);
    }

    private static boolean terminating(Namespace namespace) {
        return namespace.getMetadata().getDeletionTimestamp() != null
                || (namespace.getStatus() != null
                        && "Terminating".equals(namespace.getStatus().getPhase()));
    }

    private static String message(Namespace namespace) {
        List<NamespaceCondition> conditions = namespace.getStatus() == null
                ? List.of()
                : namespace.getStatus().getConditions();
        String holds = conditions.stream()
                .filter(condition -> "True".equals(condition.getStatus()) && HOLDS.contains(condition.getType()))
                .map(NamespaceCondition::getMessage)
                .collect(Collectors.joining(" "));
        List<String> finalizers =
                Optional.ofNullable(namespace.getMetadata().getFinalizers()).orElse(List.of());
        return namespace.getMetadata().getName() + ": "
                + (holds.isEmpty() ? "it does not say what is left in it" : holds)
                + (finalizers.isEmpty() ? "" : " Finalizers of its own: " + String.join(", ", finalizers));
    }
}
