package dev.kaltstart.readiness;

import static dev.kaltstart.readiness.GoBagFacts.BULLET;
import static dev.kaltstart.readiness.GoBagFacts.GO_BAG_PROVEN;
import static dev.kaltstart.readiness.GoBagFacts.UNPROVEN_GO_BAG;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Prerequisite.State;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.VariableLimits;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.shell.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The gate before anything is built: whether the cluster can be built again from what is outside of it. What is missing would
 * otherwise show hours later. It only reads.
 */
@Component
class CheckGoBag extends Step {

    static final String EVIDENCE = "go-bag.txt";

    private final GoBag bag;
    private final Evidence evidence;

    CheckGoBag(GoBag bag, Evidence evidence) {
        this.bag = bag;
        this.evidence = evidence;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(GO_BAG_PROVEN, UNPROVEN_GO_BAG);
    }

    @Override
    public Check check(Run run) {
        List<ItemProof> proofs = bag.prove(Occasion.of(run), Disaster.CLUSTER_LOSS);
        evidence.keep(run, EVIDENCE, table(proofs));
        List<String> unproven = unproven(proofs);
        List<String> missing = lines(proofs, State.MISSING);
        if (!missing.isEmpty()) {
            throw incomplete(run.cluster().name(), missing, unproven);
        }
        run.set(GO_BAG_PROVEN, unproven.isEmpty());
        run.set(UNPROVEN_GO_BAG, VariableLimits.cut(String.join("\n", unproven)));
        return Check.met("proven by use: " + proven(proofs)
                + (unproven.isEmpty() ? "" : ". A person has to confirm: " + String.join("; ", unproven)));
    }

    private static List<String> unproven(List<ItemProof> proofs) {
        var all = new ArrayList<>(lines(proofs, State.UNPROVEN));
        lines(proofs, State.UNKNOWN).forEach(line -> all.add(line + " (this could not be checked now)"));
        return all;
    }

    private static List<String> lines(List<ItemProof> proofs, State state) {
        return proofs.stream()
                .filter(proof -> proof.found().state() == state)
                .map(proof -> proof.label() + ": " + proof.found().message())
                .toList();
    }

    private static String proven(List<ItemProof> proofs) {
        return proofs.stream()
                .filter(proof -> proof.found().state() == State.PROVEN)
                .map(proof -> proof.label() + " (" + proof.found().message() + ")")
                .collect(Collectors.joining("; "));
    }

    /** The messages are on one line each, because parts of them come from a repository. */
    private static String table(List<ItemProof> proofs) {
        return proofs.stream()
                .map(proof -> "%-9s %-28s %s\n"
                        .formatted(
                                proof.found().state().name().toLowerCase(Locale.ROOT),
                                proof.label(),
                                proof.found().message()))
                .collect(Collectors.joining());
    }

    private static Failure incomplete(String cluster, List<String> missing, List<String> unproven) {
        String confirmed = unproven.isEmpty()
                ? ""
                : "\n\nBesides, you will be asked to confirm:" + BULLET + String.join(BULLET, unproven);
        return new Failure.NeedsHuman(
                "GO_BAG_INCOMPLETE",
                cluster + " could not be built again with what is here, so nothing has been changed yet:" + BULLET
                        + String.join(BULLET, missing) + confirmed);
    }

    @Override
    public List<String> remedies(Run run, String code) {
        Inventory inventory = run.cluster().inventory();
        var lines = new ArrayList<String>();
        lines.add("# put back what is missing, then try each of these: silence, or a version, is a good answer");
        lines.add(Command.of("export", "SOPS_AGE_KEY_FILE=" + inventory.tools().ageKey())
                .line());
        bag.neededBy(Disaster.CLUSTER_LOSS)
                .flatMap(item -> item.commands(inventory).stream())
                .map(Command::line)
                .distinct()
                .forEach(lines::add);
        return lines;
    }
}
