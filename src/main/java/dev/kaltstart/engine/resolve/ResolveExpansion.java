package dev.kaltstart.engine.resolve;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Error;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;

/**
 * Adds to each step of a model the human task of a stuck step, when the model is deployed, so that the drawn models show
 * only the disaster. The output is deterministic: the engine compares deployments by their bytes.
 */
public final class ResolveExpansion {

    static final String STUCK = "stuck_";
    public static final String RESOLVE = "resolve_";
    private static final String NEEDS_HUMAN = "needsHuman";
    private static final String GIVEN_UP = "error_givenUp";

    private final BpmnModelInstance model;
    private final Map<String, byte[]> forms = new TreeMap<>();

    private ResolveExpansion(BpmnModelInstance model) {
        this.model = model;
    }

    /** @param forms by name, to be deployed beside the model */
    public record Expanded(byte[] model, Map<String, byte[]> forms) {}

    public static Expanded of(InputStream drawn) {
        var expansion = new ResolveExpansion(Bpmn.readModelFromStream(drawn));
        refuseDrawn(expansion.model);
        List.copyOf(expansion.model.getModelElementsByType(ServiceTask.class)).forEach(expansion::expand);
        return new Expanded(expansion.bytes(), expansion.forms);
    }

    private void expand(ServiceTask step) {
        List<ResolveChoice> choices = ResolveChoice.of(model, step);
        var loop = new ResolveLoop(model, step, givenUp());
        loop.stuck(error(NEEDS_HUMAN));
        String form = form(step, choices);
        forms.put(form, ResolveForm.of(form, choices));
        loop.ask(form);
        choices.forEach(loop::follow);
    }

    /** Most steps share a form with others. */
    private static String form(ServiceTask step, List<ResolveChoice> choices) {
        if (choices.stream().anyMatch(ResolveChoice::isExtra)) {
            return RESOLVE + step.getId();
        }
        return choices.contains(ResolveChoice.SKIP) ? "resolve-or-skip" : "resolve";
    }

    private Error error(String code) {
        return model.getModelElementsByType(Error.class).stream()
                .filter(error -> code.equals(error.getErrorCode()))
                .findFirst()
                .orElseGet(() -> {
                    Error error = model.newInstance(Error.class, "error_" + code);
                    error.setName(code);
                    error.setErrorCode(code);
                    model.getDefinitions().addChildElement(error);
                    return error;
                });
    }

    /** The same code as the model's own, with the reason why the step was stuck: the report wants it. */
    private Error givenUp() {
        return Optional.<Error>ofNullable(model.getModelElementById(GIVEN_UP)).orElseGet(() -> {
            Error error = model.newInstance(Error.class, GIVEN_UP);
            error.setName("given up");
            error.setErrorCode("aborted");
            error.setCamundaErrorMessage("${problem}");
            model.getDefinitions().addChildElement(error);
            return error;
        });
    }

    private static void refuseDrawn(BpmnModelInstance model) {
        model.getModelElementsByType(ErrorEventDefinition.class).stream()
                .filter(event -> event.getError() != null
                        && NEEDS_HUMAN.equals(event.getError().getErrorCode()))
                .findFirst()
                .ifPresent(drawn -> {
                    throw new IllegalStateException(
                            "'"
                                    + drawn.getParentElement().getAttributeValue("id")
                                    + "' catches needsHuman, which the engine does for every step: catch the code of a failure");
                });
    }

    /** Not by the model's own writer: that one indents, and not the same on every Java. */
    private byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try {
            Transformer plain = TransformerFactory.newDefaultInstance().newTransformer();
            plain.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
            plain.setOutputProperty(OutputKeys.INDENT, "no");
            plain.transform(model.getDocument().getDomSource(), new StreamResult(bytes));
        } catch (TransformerException e) {
            throw new IllegalStateException("cannot write an expanded model", e);
        }
        return bytes.toByteArray();
    }
}
