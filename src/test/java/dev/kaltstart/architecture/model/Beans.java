package dev.kaltstart.architecture.model;

import static java.util.stream.Collectors.toMap;

import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Step;
import java.beans.Introspector;
import java.security.CodeSource;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;

/** The classes that models may name, by the name their bean has. */
record Beans(Map<String, Class<?>> steps, Map<String, Class<?>> humanTasks) {

    static Beans ofTheProgram() {
        return new Beans(scan(Step.class), scan(HumanTask.class));
    }

    boolean destructive(String bean) {
        return Step.Destructive.class.isAssignableFrom(steps.getOrDefault(bean, Object.class));
    }

    private static Map<String, Class<?>> scan(Class<?> type) {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(type));
        Stream<Class<?>> found = scanner.findCandidateComponents("dev.kaltstart").stream()
                .map(candidate ->
                        ClassUtils.resolveClassName(Objects.requireNonNull(candidate.getBeanClassName()), null));
        return found.filter(candidate -> origin(candidate).equals(origin(type)))
                .collect(toMap(
                        candidate -> Introspector.decapitalize(candidate.getSimpleName()), candidate -> candidate));
    }

    /** Tests have steps too; no model may name those. */
    private static CodeSource origin(Class<?> type) {
        return type.getProtectionDomain().getCodeSource();
    }
}
