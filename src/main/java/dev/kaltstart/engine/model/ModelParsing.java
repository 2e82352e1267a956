package dev.kaltstart.engine.model;

import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.resolve.StuckFacts;
import dev.kaltstart.engine.task.PeopleListener;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.ExternalTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.helper.BpmnProperties;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.core.variable.mapping.value.ConstantValueProvider;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Turns a model into what the engine runs. Models name a bean; a bean that runs for half an hour inside an engine job is
 * started again by the next job, holds a database connection, and never completes. So every such service task becomes an
 * external task whose topic is the bean, and nothing of ours runs inside an engine transaction.
 */
@Component
public class ModelParsing extends AbstractBpmnParseListener {

    private static final ConstantValueProvider NO_PRIORITY = new ConstantValueProvider(0L);

    private final ApplicationContext beans;
    private final TaskListener people;
    private final EndListener ends;
    private final SubjectLoop loop;
    private final StuckFacts stuck;
    private final MilestoneMark milestones;

    ModelParsing(
            ApplicationContext beans,
            PeopleListener people,
            EndListener ends,
            SubjectLoop loop,
            StuckFacts stuck,
            MilestoneMark milestones) {
        this.beans = beans;
        this.people = people;
        this.ends = ends;
        this.loop = loop;
        this.stuck = stuck;
        this.milestones = milestones;
    }

    /** A loop goes over subjects that a step has listed, and over nothing that a variable says. */
    @Override
    public void parseMultiInstanceLoopCharacteristics(Element element, Element loopElement, ActivityImpl body) {
        loop.over(properties(element).get("subjects"), body);
    }

    @Override
    public void parseServiceTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        String bean = delegate(element);
        require(bean, Step.class, activity);
        activity.setActivityBehavior(new ExternalTaskActivityBehavior(new ConstantValueProvider(bean), NO_PRIORITY));
        Map<String, String> properties = properties(element);
        activity.getProperties().set(BpmnProperties.EXTENSION_PROPERTIES, properties);
        loop.round(scope, activity);
        milestones.on(activity, scope, properties);
    }

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        require(ActivityNames.bean(activity.getId()), HumanTask.class, activity);
        var definition = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
        definition.addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, people);
        definition.addBuiltInTaskListener(TaskListener.EVENTNAME_COMPLETE, people);
    }

    @Override
    public void parseSubProcess(Element element, ScopeImpl scope, ActivityImpl activity) {
        loop.round(scope, activity);
    }

    @Override
    public void parseCallActivity(Element element, ScopeImpl scope, ActivityImpl activity) {
        loop.round(scope, activity);
        milestones.on(activity, scope, properties(element));
    }

    @Override
    public void parseBoundaryErrorEventDefinition(
            Element definition, boolean interrupting, ActivityImpl attachedTo, ActivityImpl boundary) {
        boolean step = attachedTo.getActivityBehavior() instanceof ExternalTaskActivityBehavior;
        boundary.addBuiltInListener(ExecutionListener.EVENTNAME_START, stuck.of(attachedTo.getId(), step));
    }

    @Override
    public void parseEndEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
        activity.addBuiltInListener(ExecutionListener.EVENTNAME_END, ends);
    }

    @Override
    public void parseProcess(Element element, ProcessDefinitionEntity definition) {
        ExecutionListener ofProcess = ends::ofProcess;
        definition.addBuiltInListener(ExecutionListener.EVENTNAME_END, ofProcess);
    }

    private static String delegate(Element element) {
        String expression = element.attributeNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "delegateExpression");
        if (expression == null || !expression.matches("\\$\\{\\w+}")) {
            throw new IllegalStateException("service task '" + element.attribute("id")
                    + "' must name a step: camunda:delegateExpression=\"${" + element.attribute("id") + "}\"");
        }
        return expression.substring(2, expression.length() - 1);
    }

    private void require(String bean, Class<?> type, ActivityImpl activity) {
        if (!beans.containsBean(bean) || !beans.isTypeMatch(bean, type)) {
            throw new IllegalStateException("'" + activity.getId() + "' needs a " + type.getSimpleName() + " named '"
                    + bean + "', and there is none");
        }
    }

    private static Map<String, String> properties(Element element) {
        var found = new HashMap<String, String>();
        Element extensions = element.element("extensionElements");
        Element properties =
                extensions == null ? null : extensions.elementNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "properties");
        if (properties != null) {
            properties
                    .elementsNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "property")
                    .forEach(property -> found.put(property.attribute("name"), property.attribute("value")));
        }
        return found;
    }
}
