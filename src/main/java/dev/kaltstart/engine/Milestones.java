package dev.kaltstart.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a model is measured by on its way: steps and calls with the property {@code milestone}. */
public interface Milestones {

    /** The RTO until Talos and Flux are back. */
    String CONTROL_PLANE = "controlPlane";

    String CRITICAL_APPS = "criticalApps";

    /** In the order in which they are drawn, those of called models too; empty when the model is not deployed here. */
    List<Drawn> of(String model);

    /**
     * One milestone of a model; several elements of one name are one milestone.
     *
     * @param name for people: {@code Flux in sync}
     * @param objective the RTO that it has to keep; null for none
     */
    record Drawn(String name, @Nullable String objective) {

        private static final int LONGEST = 60;

        /**
         * From the properties of a step or a call; empty when it is no milestone.
         *
         * @throws IllegalArgumentException when there is a mistake in them
         */
        public static Optional<Drawn> of(Map<String, String> properties) {
            @Nullable String name = properties.get("milestone");
            @Nullable String objective = properties.get("objective");
            if (name == null) {
                if (objective != null) {
                    throw new IllegalArgumentException("has an objective and no milestone");
                }
                return Optional.empty();
            }
            if (name.isBlank() || name.length() > LONGEST) {
                throw new IllegalArgumentException("needs a milestone of 1 to " + LONGEST + " characters");
            }
            if (objective != null && !Set.of(CONTROL_PLANE, CRITICAL_APPS).contains(objective)) {
                throw new IllegalArgumentException("has the objective '" + objective + "', which must be '"
                        + CONTROL_PLANE + "' or '" + CRITICAL_APPS + "'");
            }
            return Optional.of(new Drawn(name, objective));
        }
    }
}
