package dev.kaltstart.engine.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.HumanTask.Option;
import dev.kaltstart.engine.VariableLimits;
import dev.kaltstart.shell.Redaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.jspecify.annotations.Nullable;

/**
 * The options of the selects of one open task. They are stored with the task, where no person can write, and put into the form
 * whenever that is read: Tasklist draws it, and the answer is compared with the same list.
 */
public final class OfferedOptions {

    /** Of the variable, before the name of the field. */
    public static final String PREFIX = "taskOptions_";

    private static final char BETWEEN = ' ';

    private OfferedOptions() {}

    /** Cut to the size of a variable: the first options, and the last one, which may be the alternative to the list. */
    static void keep(DelegateTask task, Map<Fact<String>, List<Option>> offered, Redaction redaction) {
        offered.forEach((field, options) -> {
            List<String> lines =
                    options.stream().map(option -> line(option, redaction)).toList();
            task.setVariableLocal(PREFIX + field.name(), cut(lines));
        });
    }

    private static String line(Option option, Redaction redaction) {
        return option.value()
                + BETWEEN
                + MarkdownText.code(redaction.clean(option.label())).replace('\n', ' ')
                + '\n';
    }

    private static String cut(List<String> lines) {
        int last = lines.size() - 1;
        var kept = new StringBuilder();
        for (int number = 0; number < last; number++) {
            int length =
                    kept.length() + lines.get(number).length() + lines.get(last).length();
            if (length <= VariableLimits.LIMIT) {
                kept.append(lines.get(number));
            }
        }
        return last < 0 ? "" : kept.append(lines.get(last)).toString();
    }

    /** @param variables of the task that has the form */
    static void fill(JsonNode form, Function<String, @Nullable Object> variables) {
        for (JsonNode component : form.path("components")) {
            if (component instanceof ObjectNode select
                    && select.at("/properties/offered").asBoolean()) {
                Object kept = variables.apply(PREFIX + select.path("key").asText());
                ArrayNode values = select.putArray("values");
                lines(kept).forEach(line -> {
                    int end = line.indexOf(BETWEEN);
                    values.addObject().put("label", line.substring(end + 1)).put("value", line.substring(0, end));
                });
            }
        }
    }

    /** The value of the first option. */
    public static Optional<String> first(@Nullable Object kept) {
        return lines(kept).findFirst().map(line -> line.substring(0, line.indexOf(BETWEEN)));
    }

    private static Stream<String> lines(@Nullable Object kept) {
        return kept instanceof String text ? text.lines().filter(line -> line.indexOf(BETWEEN) > 0) : Stream.empty();
    }
}
