package dev.kaltstart.architecture.model;

import java.util.List;

/** Damages to the good model, each with what the rule for it has to say. */
final class BadModels {

    /**
     * @param expected a part of the one violation
     * @param part of the good model, word for word
     */
    record Damage(String expected, String part, String replacement) {}

    private static final String OUT_OF_WIPE_DISK = point(970, 200);
    private static final String DETOUR_DOWN = point(900, 200) + point(900, 450) + point(1000, 450) + point(1000, 200);
    private static final String DETOUR_LEFT = point(970, 300) + point(750, 300) + point(1000, 300) + point(1000, 200);

    private static final String POLL = property("poll", "PT5S");

    static final List<Damage> IDENTITY = List.of(
            new Damage("is not BPMN", "<bpmn:process ", "<bpmn:procedure "),
            new Damage("no camunda:versionTag", " camunda:versionTag=\"1.0.0\"", ""),
            new Damage("no camunda:historyTimeToLive", " camunda:historyTimeToLive=\"P3650D\"", ""),
            new Damage("no name", "name=\"Wipe a node\"", ""),
            new Damage("not executable", " isExecutable=\"true\"", ""));

    static final List<Damage> TASKS = List.of(
            new Damage("lookAround has no label", " name=\"Look around\"", ""),
            new Damage(
                    "must have camunda:delegateExpression=\"${wipeDisk}\"",
                    "delegateExpression=\"${wipeDisk}\"",
                    "delegateExpression=\"${lookAround}\""),
            new Damage(
                    "timeout is missing",
                    "<camunda:property name=\"timeout\" value=\"PT10M\" />\n          <camunda:property name=\"poll\"",
                    "<camunda:property name=\"poll\""),
            new Damage("poll '5s' is no duration", "value=\"PT5S\"", "value=\"5s\""),
            new Damage("resolve_look has no label", " name=\"Resolve what was found\"", ""),
            new Damage("resolve_look has no camunda:candidateGroups", " camunda:candidateGroups=\"operators\"", ""),
            new Damage("resolve_look has no documentation", "Decide how to go on with ${node}.", " "),
            new Damage("resolve_look has no camunda:formRef", " camunda:formRef=\"resolve\"", ""),
            new Damage(
                    "resolve_look must have camunda:formRef=\"resolve\"", "formRef=\"resolve\"", "formRef=\"spare\""),
            new Damage(
                    "camunda:formRefBinding=\"deployment\"",
                    "formRefBinding=\"deployment\"",
                    "formRefBinding=\"latest\""));

    static final List<Damage> MILESTONES = List.of(
            new Damage("needs a milestone of 1 to 60 characters", POLL, property("milestone", " ")),
            new Damage(
                    "has the objective 'controlplane'",
                    POLL,
                    property("milestone", "online") + property("objective", "controlplane")),
            new Damage("has an objective and no milestone", POLL, property("objective", "controlPlane")));

    static final List<Damage> FLOW = List.of(
            new Damage("start must have camunda:asyncBefore", " camunda:asyncBefore=\"true\"", ""),
            new Damage("end must be called recovered", "\"recovered\"", "\"end\""),
            new Damage("done must be called recovered", "\"aborted_byHand\"", "\"done\""),
            new Damage("wipeDisk destroys", "sourceExpression=\"wipeDisk\"", "sourceExpression=\"wipeDisks\""),
            new Damage("wipeDisk destroys", "target=\"approvalFor\"", "target=\"approved\""));

    static final List<Damage> CODE = List.of(
            new Damage("more than one fact: ${approved and asked}", "${approved}", "${approved and asked}"),
            new Damage("more than one fact: ${run.wipe()}", "${node}", "${run.wipe()}"),
            new Damage("more than one fact: #{execution", "businessKey=\"#{execution", "variables=\"#{execution"),
            new Damage("resolve_look is a manualTask", "bpmn:userTask", "bpmn:manualTask"),
            new Damage("f6 has code in it: language", "tFormalExpression\"", "tFormalExpression\" language=\"groovy\""),
            new Damage(
                    "start has code in it: camunda:class",
                    "camunda:asyncBefore",
                    "camunda:class=\"A\" camunda:asyncBefore"));

    static final List<Damage> DRAWING = List.of(
            new Damage("aborted_refused has no shape", "bpmnElement=\"aborted_refused\"", "bpmnElement=\"wipe-node\""),
            new Damage("f10 has no edge", "bpmnElement=\"f10\"", "bpmnElement=\"wipe-node\""),
            new Damage(
                    "resolve_look and aborted_look are drawn over each other",
                    "x=\"612\" y=\"382\" width=\"36\"",
                    "x=\"540\" y=\"382\" width=\"108\""),
            new Damage(
                    "lookAround is drawn outside of look",
                    "width=\"300\" height=\"200\"",
                    "width=\"300\" height=\"130\""),
            new Damage("f8 does not lead from wipeDisk to recovered", "x=\"1032\" y=\"200\"", "x=\"1020\" y=\"200\""),
            new Damage("f8 is drawn through aborted_refused", OUT_OF_WIPE_DISK, OUT_OF_WIPE_DISK + DETOUR_DOWN),
            new Damage("f7 and f8 cross", OUT_OF_WIPE_DISK, OUT_OF_WIPE_DISK + DETOUR_LEFT));

    static final List<Damage> NAMES = List.of(
            new Damage("wipeDisk is labelled 'Erase disk', which does not say 'wipe'", "Wipe disk", "Erase disk"),
            new Damage(
                    "resolve_look is labelled 'Decide', which does not say 'resolve'",
                    "Resolve what was found",
                    "Decide"),
            new Damage("recovered must say what is so afterwards, and not 'Done'", "Disk empty", "Done"));

    static final List<Damage> LABELS = List.of(
            new Damage("f6 has a name, and its label has no place", label(822, 183, 22), ""),
            new Damage("the name of approved does not fit into its label", label(755, 152, 70), label(775, 152, 30)),
            new Damage("f1 is drawn through the label of start", label(138, 225, 80), label(198, 193, 50)),
            new Damage("the label of start lies on start", label(138, 225, 80), label(140, 207, 50)),
            new Damage(
                    "the label of aborted_byHand lies on lookAround_again", label(480, 595, 80), label(390, 560, 70)),
            new Damage(
                    "the labels of start_look and end_look lie on each other",
                    label(468, 225, 80),
                    label(275, 225, 80)),
            new Damage("wipe-node is 1842 px wide", label(480, 595, 80), label(1900, 595, 80)));

    private BadModels() {}

    private static String property(String name, String value) {
        return "<camunda:property name=\"%s\" value=\"%s\" />".formatted(name, value);
    }

    private static String label(int x, int y, int width) {
        return """
                <bpmndi:BPMNLabel>
                          <dc:Bounds x="%d" y="%d" width="%d" height="14" />
                        </bpmndi:BPMNLabel>
                """.formatted(x, y, width);
    }

    private static String point(int x, int y) {
        return "<di:waypoint x=\"%d\" y=\"%d\" />".formatted(x, y);
    }
}
