package dev.kaltstart.twin.life;

import dev.kaltstart.twin.store.ApiError;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.world.World;
import java.util.Optional;

/**
 * An admission webhook for releases whose service is gone: the API answers with an error of its own (src:
 * kubernetes/apiserver:pkg/admission/plugin/webhook/validating/dispatcher.go, failurePolicy Fail).
 */
public final class SilentWebhook {

    private static final String MARK = "webhook/silent";

    private SilentWebhook() {}

    public static void begins(World world) {
        world.marks().put(MARK, "");
    }

    public static void ends(World world) {
        world.marks().remove(MARK);
    }

    /** What the API answers to each change of such an object. */
    public static Optional<ApiError> refusal(World world, ObjectKey key) {
        return world.marks().containsKey(MARK) && key.kind().equals(Kinds.HELM_RELEASE)
                ? Optional.of(new ApiError(
                        500,
                        "InternalError",
                        "Internal error occurred: failed calling webhook \"validate.policy.example\": failed to call webhook:"
                                + " Post \"https://policy.policy-system.svc:443/validate?timeout=10s\": context deadline"
                                + " exceeded"))
                : Optional.empty();
    }
}
