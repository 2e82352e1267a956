package dev.kaltstart.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import dev.kaltstart.engine.Step;
import java.time.Clock;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;

/** The lines that no class may cross, by name. */
final class Fences {

    /** The main class hands the standard streams to those who may write. */
    private static final Set<String> MAY_PRINT = Set.of("dev.kaltstart.Kaltstart");

    /** The home is locked before there is a bean that could be given a clock. */
    private static final Set<String> MAY_TAKE_TIME = Set.of("dev.kaltstart.shell.HomeLock");

    private Fences() {}

    static Map<String, ArchRule> all() {
        var fences = new LinkedHashMap<String, ArchRule>();
        fences.put("Camunda is known below the engine's interface only", onlyBelowTheEngineIsCamundaKnown());
        fences.put("only the shell starts processes", onlyTheShellStartsProcesses());
        fences.put("steps keep out of other modules' internals", stepsKeepOutOfOtherModules());
        fences.put("nothing is injected into fields", nothingIsInjectedIntoFields());
        fences.put("no class prints", noClassPrints());
        fences.put("time is asked, never taken", timeIsAsked());
        fences.put("names say something", namesSaySomething());
        fences.put("steps have no state", stepsHaveNoState());
        return fences;
    }

    /** All violations of all fences, each with the name of its fence. */
    static List<String> violations(JavaClasses classes) {
        return all().entrySet().stream()
                .flatMap(fence ->
                        details(fence.getValue(), classes).stream().map(detail -> fence.getKey() + ": " + detail))
                .toList();
    }

    private static List<String> details(ArchRule rule, JavaClasses classes) {
        return rule.allowEmptyShould(true).evaluate(classes).getFailureReport().getDetails();
    }

    private static ArchRule onlyBelowTheEngineIsCamundaKnown() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("dev.kaltstart.engine.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.camunda..");
    }

    private static ArchRule onlyTheShellStartsProcesses() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("dev.kaltstart.shell..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .orShould()
                .accessTargetWhere(to(Runtime.class, "exec"));
    }

    private static ArchRule stepsKeepOutOfOtherModules() {
        return classes().that().areAssignableTo(Step.class).should(new KeepOutOfOtherModules());
    }

    private static ArchRule nothingIsInjectedIntoFields() {
        return noFields()
                .should()
                .beAnnotatedWith(Autowired.class)
                .orShould()
                .beAnnotatedWith(Value.class)
                .orShould()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("jakarta.annotation.Resource");
    }

    private static ArchRule noClassPrints() {
        return noClasses().that(are(not(MAY_PRINT))).should(ACCESS_STANDARD_STREAMS);
    }

    private static ArchRule timeIsAsked() {
        return noClasses()
                .that(are(not(MAY_TAKE_TIME)))
                .should()
                .accessTargetWhere(describe("the time is taken from the machine", Fences::takesTime));
    }

    private static ArchRule namesSaySomething() {
        return noClasses().should().haveNameMatching(".*(Helper|Util|Manager|Common|Impl)s?");
    }

    private static ArchRule stepsHaveNoState() {
        return fields().that()
                .areDeclaredInClassesThat()
                .areAssignableTo(Step.class)
                .should()
                .beFinal();
    }

    /** A clock of the system is made where beans are made, and nowhere else. */
    private static boolean takesTime(JavaAccess<?> access) {
        var target = access.getTarget();
        boolean makesClock = target.getOwner().isEquivalentTo(Clock.class)
                && target.getName().startsWith("system")
                && !access.getOrigin().isAnnotatedWith(Bean.class);
        return makesClock || readsTheTime(access);
    }

    private static boolean readsTheTime(JavaAccess<?> access) {
        var target = access.getTarget();
        boolean ofJavaTime = target.getOwner().getPackageName().equals("java.time")
                && target.getName().equals("now")
                && !target.getFullName().contains(Clock.class.getName());
        return ofJavaTime
                || to(System.class, "currentTimeMillis").test(access)
                || target.getFullName().equals(Date.class.getName() + ".<init>()");
    }

    private static DescribedPredicate<JavaAccess<?>> to(Class<?> owner, String name) {
        return describe(
                "target is " + owner.getSimpleName() + "." + name,
                access -> access.getTarget().getOwner().isEquivalentTo(owner)
                        && access.getTarget().getName().equals(name));
    }

    private static DescribedPredicate<JavaClass> not(Set<String> names) {
        return describe("not one of " + names, type -> names.stream().noneMatch(name -> within(name, type.getName())));
    }

    private static boolean within(String name, String type) {
        return type.equals(name) || type.startsWith(name + "$");
    }

    private static DescribedPredicate<JavaClass> are(DescribedPredicate<JavaClass> predicate) {
        return predicate;
    }
}
