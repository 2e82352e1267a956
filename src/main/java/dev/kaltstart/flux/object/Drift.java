package dev.kaltstart.flux.object;

import java.util.List;
import org.springframework.modulith.NamedInterface;

/**
 * Where a cluster does not follow Git, as its own Flux tells it, at one moment.
 *
 * @param looked how many Kustomizations and HelmReleases there are
 * @param roots who is to blame, the one with the most victims first
 * @param suspended those that are suspended; Flux leaves them alone
 * @param clashes objects that more than one Kustomization answers for: each undoes the other
 */
@NamedInterface("status")
public record Drift(int looked, List<Root> roots, List<FluxId> suspended, List<Clash> clashes) {

    public Drift {
        roots = List.copyOf(roots);
        suspended = List.copyOf(suspended);
        clashes = List.copyOf(clashes);
    }

    /** Nothing is wrong, nothing is on its way, and nothing is suspended: who does not follow Git is not in sync. */
    public boolean inSync() {
        return quiet() && suspended.isEmpty();
    }

    /** Nothing is wrong with what is not suspended, and nothing is on its way. */
    public boolean quiet() {
        return roots.isEmpty() && clashes.isEmpty();
    }

    /** How many are not where Git wants them. */
    public long affected() {
        return roots.stream()
                .flatMap(root -> root.victims().stream())
                .distinct()
                .count();
    }

    /**
     * One trouble.
     *
     * @param id also of something that is not there
     * @param says what it says about itself; may be blank
     * @param applied the revision that was applied last; may be blank
     * @param attempted the revision it is at; may be blank
     * @param good the last revision whose objects were others and which went well; blank when Flux remembers none
     * @param victims all that wait for it, itself among them when it is a Kustomization or a HelmRelease
     */
    @NamedInterface("status")
    public record Root(
            FluxId id, Cause cause, String says, String applied, String attempted, String good, List<FluxId> victims) {

        public Root {
            victims = List.copyOf(victims);
        }

        /** For a person, on one line. */
        public String message() {
            String message = id.label() + ": " + cause.message() + (cause == Cause.CIRCLE ? " (" + says + ")" : "");
            return victims.size() > 1 ? message + " (" + victims.size() + " affected)" : message;
        }
    }

    /** @param object as people write it, @param owners at least two Kustomizations */
    public record Clash(String object, List<FluxId> owners) {

        public Clash {
            owners = List.copyOf(owners);
        }
    }
}
