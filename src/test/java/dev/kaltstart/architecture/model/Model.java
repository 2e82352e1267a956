package dev.kaltstart.architecture.model;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;

/**
 * One file under {@code processes/}.
 *
 * @param shared it is a part that scenarios call, not a scenario
 * @param known the ids of all models
 */
record Model(Path file, boolean shared, BpmnModelInstance instance, Beans beans, Set<String> known) {

    /** @throws RuntimeException when it is no BPMN */
    static Model read(Path file, Beans beans, Set<String> known) {
        boolean shared = file.toString().contains("/shared/");
        return new Model(file, shared, Bpmn.readModelFromFile(file.toFile()), beans, known);
    }

    Path folder() {
        return file.toAbsolutePath().getParent();
    }

    Process process() {
        return all(Process.class).findFirst().orElseThrow();
    }

    <T extends ModelElementInstance> Stream<T> all(Class<T> type) {
        Collection<T> found = instance.getModelElementsByType(type);
        return found.stream();
    }

    /** The id without the suffix that tells several uses of one bean apart. */
    static String bean(FlowNode node) {
        return node.getId().split("_", 2)[0];
    }
}
