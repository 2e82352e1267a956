package dev.kaltstart.approval;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import java.util.Arrays;
import java.util.List;

/** Facts of the process {@code approve} and fields of its form. */
final class ApprovalFacts {

    /** Names of the steps, with commas between them; written in the model. */
    static final Fact<String> APPROVAL_FOR = Fact.text("approvalFor");

    /** Id of the plans that were shown together. */
    static final Fact<String> BUNDLE = Fact.text("planBundle");

    /** The plans as the form shows them; the record is in the rows of the bundle. */
    static final Fact<String> PREVIEW = Fact.text("preview");

    static final Fact<Boolean> APPROVED = Fact.flag("approved");
    static final Fact<String> TYPED_CLUSTER = Fact.text("typedCluster");
    static final Fact<String> REASON = Fact.text("approvalReason");

    private ApprovalFacts() {}

    static List<String> steps(Facts facts) {
        return Arrays.stream(facts.get(APPROVAL_FOR).split(","))
                .map(String::strip)
                .filter(step -> !step.isEmpty())
                .distinct()
                .toList();
    }
}
