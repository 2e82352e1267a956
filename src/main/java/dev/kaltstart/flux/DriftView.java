package dev.kaltstart.flux;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kaltstart.shell.Redaction;
import java.util.List;

/** @param affected how many Kustomizations and HelmReleases are not where Git wants them */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record DriftView(
        boolean inSync,
        int looked,
        long affected,
        List<RootView> roots,
        List<String> suspended,
        List<ClashView> clashes) {

    static DriftView of(Drift drift, Redaction redaction) {
        return new DriftView(
                drift.inSync(),
                drift.looked(),
                drift.affected(),
                drift.roots().stream().map(root -> RootView.of(root, redaction)).toList(),
                drift.suspended().stream().map(FluxId::words).toList(),
                drift.clashes().stream().map(ClashView::of).toList());
    }

    /**
     * @param meaning of the cause, in words
     * @param says what the object says about itself, without secrets
     * @param good the last revision that built something else and went well
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record RootView(
            String object,
            Cause cause,
            String meaning,
            String says,
            String applied,
            String attempted,
            String good,
            List<String> victims) {

        static RootView of(Drift.Root root, Redaction redaction) {
            return new RootView(
                    root.id().words(),
                    root.cause(),
                    root.cause().words(),
                    redaction.clean(root.says()),
                    root.applied(),
                    root.attempted(),
                    root.good(),
                    root.victims().stream().map(FluxId::words).toList());
        }
    }

    record ClashView(String object, List<String> owners) {

        static ClashView of(Drift.Clash clash) {
            return new ClashView(
                    clash.object(), clash.owners().stream().map(FluxId::words).toList());
        }
    }
}
