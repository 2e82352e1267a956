package dev.kaltstart.flux.watch;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kaltstart.flux.lease.Standstill;
import dev.kaltstart.flux.object.Cause;
import dev.kaltstart.flux.object.Drift;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.shell.Redaction;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param affected how many Kustomizations and HelmReleases are not where Git wants them */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DriftView(
        boolean inSync,
        int looked,
        long affected,
        List<RootView> roots,
        List<StandstillView> suspended,
        List<ClashView> clashes) {

    public static DriftView of(Drift drift, List<Standstill> standing, Redaction redaction) {
        return new DriftView(
                drift.inSync() && standing.isEmpty(),
                drift.looked(),
                drift.affected(),
                drift.roots().stream().map(root -> RootView.of(root, redaction)).toList(),
                standing.stream().map(one -> StandstillView.of(one, redaction)).toList(),
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

        public static RootView of(Drift.Root root, Redaction redaction) {
            return new RootView(
                    root.id().label(),
                    root.cause(),
                    root.cause().message(),
                    redaction.clean(root.says()),
                    root.applied(),
                    root.attempted(),
                    root.good(),
                    root.victims().stream().map(FluxId::label).toList());
        }
    }

    /**
     * @param holder id of a recovery; missing when others have suspended it, and then Kaltstart leaves it alone
     * @param until when it runs out unless the holder says that it is still needed
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record StandstillView(
            String object,
            @Nullable String holder,
            @Nullable String reason,
            @Nullable Instant until) {

        public static StandstillView of(Standstill standstill, Redaction redaction) {
            String reason = standstill.reason();
            return new StandstillView(
                    standstill.object().label(),
                    standstill.holder(),
                    reason == null ? null : redaction.clean(reason),
                    standstill.until());
        }
    }

    record ClashView(String object, List<String> owners) {

        public static ClashView of(Drift.Clash clash) {
            return new ClashView(
                    clash.object(), clash.owners().stream().map(FluxId::label).toList());
        }
    }
}
