package dev.kaltstart.architecture.model;

import dev.kaltstart.engine.Fact;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.ConditionExpression;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOut;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.objenesis.SpringObjenesis;

/**
 * Facts have an owner: in a model and all that it calls, a fact is written by one step, by one human task, or by one form,
 * and what a gateway or a call reads has a writer.
 */
final class FactRule {

    /** From Kaltstart's own rows, from the engine, or handed to a called process: no step and no form writes them. */
    static final Set<String> BASE =
            Set.of("recovery", "cluster", "mode", "node", "problem", "outcome", "approvalFor", "machineUuid");

    private static final Pattern READ = Pattern.compile("\\$\\{!?(\\w+)");

    private FactRule() {}

    /** @param tree a model and all that it calls */
    static List<String> violations(List<Model> tree) {
        Map<String, Set<String>> writers = new TreeMap<>();
        tree.forEach(model -> collect(model, writers));
        var found = new ArrayList<String>();
        writers.forEach((fact, owners) -> {
            if (BASE.contains(fact)) {
                found.add("'" + fact + "' belongs to no step, and is written by " + owners);
            } else if (owners.size() > 1) {
                found.add("'" + fact + "' has more than one writer: " + owners);
            }
        });
        tree.forEach(model -> read(model)
                .filter(fact -> !BASE.contains(fact) && !writers.containsKey(fact))
                .forEach(fact -> found.add("'" + fact + "' is read in " + model.file() + ", and nothing writes it"
                        + candidates(fact, model.beans()))));
        return found;
    }

    /** The steps to draw for a fact that is missing. */
    private static String candidates(String fact, Beans beans) {
        Map<String, Set<String>> writers = new TreeMap<>();
        beans.steps().values().forEach(type -> own(type, writers));
        Set<String> steps = writers.getOrDefault(fact, Set.of());
        return steps.isEmpty() ? "" : "; it is written by " + String.join(", ", steps);
    }

    private static void collect(Model model, Map<String, Set<String>> writers) {
        model.all(ServiceTask.class)
                .map(task -> model.beans().steps().get(Model.bean(task)))
                .filter(type -> type != null)
                .forEach(type -> own(type, writers));
        model.all(CamundaIn.class)
                .forEach(in -> renamed(in.getCamundaSource(), in.getCamundaTarget(), call(in), writers));
        model.all(CamundaOut.class)
                .forEach(out -> renamed(out.getCamundaSource(), out.getCamundaTarget(), call(out), writers));
        model.all(UserTask.class).forEach(task -> {
            Class<?> type = model.beans().humanTasks().get(Model.bean(task));
            Set<String> own = type == null ? Set.of() : own(type, writers);
            String form = task.getCamundaFormRef();
            if (form != null) {
                Form.keys(model.folder(), form).stream()
                        .filter(field -> !own.contains(field))
                        .forEach(field -> add(writers, field, "the form " + form));
            }
        });
    }

    /** A call that hands a fact on under another name writes that one. */
    private static void renamed(@Nullable String source, String target, String call, Map<String, Set<String>> writers) {
        if (source != null && !source.equals(target)) {
            add(writers, target, call);
        }
    }

    private static String call(ModelElementInstance mapping) {
        return mapping.getParentElement().getParentElement().getAttributeValue("id");
    }

    /** What it writes belongs to the class that says so. */
    private static Set<String> own(Class<?> type, Map<String, Set<String>> writers) {
        Method says = method(type);
        Set<String> names = ((Set<?>) invoke(says, new SpringObjenesis().newInstance(type)))
                .stream().map(fact -> ((Fact<?>) fact).name()).collect(Collectors.toSet());
        names.forEach(name -> add(writers, name, says.getDeclaringClass().getSimpleName()));
        return names;
    }

    private static Method method(Class<?> type) {
        try {
            Method declared = type.getDeclaredMethod("writes");
            declared.setAccessible(true);
            return declared;
        } catch (NoSuchMethodException e) {
            return method(type.getSuperclass());
        }
    }

    private static Object invoke(Method method, Object on) {
        try {
            return method.invoke(on);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("writes() must be a constant: " + on.getClass(), e);
        }
    }

    private static void add(Map<String, Set<String>> writers, String fact, String owner) {
        writers.computeIfAbsent(fact, any -> new TreeSet<>()).add(owner);
    }

    private static Stream<String> read(Model model) {
        return Stream.of(
                        model.all(ConditionExpression.class)
                                .flatMap(condition -> READ.matcher(condition.getTextContent())
                                        .results()
                                        .map((MatchResult match) -> match.group(1))),
                        model.all(CamundaIn.class).map(CamundaIn::getCamundaSource),
                        model.all(CamundaOut.class).map(CamundaOut::getCamundaSource))
                .flatMap(facts -> facts)
                .filter(fact -> fact != null)
                .distinct();
    }
}
