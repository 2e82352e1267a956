package dev.kaltstart.recovery.web;

import dev.kaltstart.api.Problem;
import dev.kaltstart.cluster.Rehearsals.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a rehearsal is to go.
 *
 * @param speed how many times faster than the wall clock, 1 to 3600; 60 when left out
 * @param faults what is wrong with the twin, by its own names
 * @param answers what the twin's person answers: task id to field to value
 */
record RehearsalSettings(
        @Nullable Double speed,
        @Nullable List<@Nullable String> faults,
        @Nullable Map<String, @Nullable Map<String, @Nullable Object>> answers) {

    private static final double USUAL_SPEED = 60;
    private static final double FASTEST = 3600;
    private static final int MOST = 100;

    static final RehearsalSettings USUAL = new RehearsalSettings(null, null, null);

    Settings settings(boolean unattended) {
        return new Settings(unattended, checkedSpeed(), checkedFaults(), checkedAnswers());
    }

    private double checkedSpeed() {
        double wanted = speed == null ? USUAL_SPEED : speed;
        if (!(wanted >= 1 && wanted <= FASTEST)) {
            throw Problem.invalid("The speed must be between 1 and 3600.");
        }
        return wanted;
    }

    private List<String> checkedFaults() {
        var names = faults == null ? List.<@Nullable String>of() : faults;
        var checked = names.stream()
                .filter(name -> name != null && name.matches("[a-z0-9-]{1,100}"))
                .map(String::valueOf)
                .toList();
        if (checked.size() != names.size() || checked.size() > MOST) {
            throw Problem.invalid("The faults must be names: lower case letters, digits and dashes.");
        }
        return checked;
    }

    private Map<String, Map<String, Object>> checkedAnswers() {
        var checked = new HashMap<String, Map<String, Object>>();
        if (answers != null) {
            answers.forEach((task, fields) -> checked.put(task, checkedFields(fields)));
        }
        return checked;
    }

    private static Map<String, Object> checkedFields(@Nullable Map<String, @Nullable Object> fields) {
        var checked = new HashMap<String, Object>();
        if (fields == null || fields.size() > MOST) {
            throw badAnswers();
        }
        fields.forEach((field, value) -> checked.put(field, scalar(value)));
        return checked;
    }

    private static Object scalar(@Nullable Object value) {
        if (value instanceof String || value instanceof Boolean || value instanceof Number) {
            return value;
        }
        throw badAnswers();
    }

    private static Problem badAnswers() {
        return Problem.invalid("The answers must be objects of texts, numbers or truth values, by task.");
    }
}
