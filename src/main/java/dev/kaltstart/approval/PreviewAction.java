package dev.kaltstart.approval;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Preview;
import dev.kaltstart.engine.Previews;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Writes down, word for word, what the approver is about to allow. Looked at anew each time: the world may have changed. */
@Component
class PreviewAction extends Step {

    /** What the engine can hold in one text. */
    static final int LONGEST = 3900;

    private final Previews previews;

    PreviewAction(Previews previews) {
        this.previews = previews;
    }

    @Override
    protected Set<Fact<?>> writes() {
        return Set.of(ApprovalFacts.PREVIEW);
    }

    @Override
    protected Check check(Run run) {
        var text = new ArrayList<String>();
        List<String> steps = ApprovalFacts.steps(run);
        steps.forEach(step -> text.add(text(step, previews.of(step, run))));
        run.set(ApprovalFacts.PREVIEW, bounded(String.join("\n\n", text)));
        return Check.met("shown: " + String.join(", ", steps));
    }

    private static String text(String step, Preview preview) {
        var lines = new ArrayList<String>();
        lines.add(step + ":");
        if (preview.commands().isEmpty() && preview.effects().isEmpty()) {
            lines.add("  nothing, as things stand");
        }
        preview.commands().forEach(command -> lines.add("  $ " + command));
        preview.effects().forEach(effect -> lines.add("  - " + effect));
        return String.join("\n", lines);
    }

    private static String bounded(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        String mark = "\n... the rest is not shown: " + text.length() + " characters in all";
        return text.substring(0, LONGEST - mark.length()) + mark;
    }
}
