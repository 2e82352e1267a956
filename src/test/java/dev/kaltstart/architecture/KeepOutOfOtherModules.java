package dev.kaltstart.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** A module's root package is what others may see; what lies below it is its own. */
final class KeepOutOfOtherModules extends ArchCondition<JavaClass> {

    private static final String ROOT = "dev.kaltstart.";

    KeepOutOfOtherModules() {
        super("keep out of other modules' internals");
    }

    @Override
    public void check(JavaClass step, ConditionEvents events) {
        step.getDirectDependenciesFromSelf().stream()
                .filter(KeepOutOfOtherModules::reachesInside)
                .forEach(dependency ->
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
    }

    private static boolean reachesInside(Dependency dependency) {
        String target = dependency.getTargetClass().getPackageName();
        return target.startsWith(ROOT)
                && !target.equals(ROOT + module(target))
                && !module(target).equals(module(dependency.getOriginClass().getPackageName()));
    }

    private static String module(String name) {
        return name.substring(ROOT.length()).split("\\.", 2)[0];
    }
}
