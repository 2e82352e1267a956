package dev.kaltstart.architecture;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FencesTest {

    @Test
    void nothingCrossesAFence() {
        JavaClasses program = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.kaltstart");
        assertThat(program).isNotEmpty();
        assertThat(Fences.violations(program)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("offenders")
    void eachFenceHoldsItsOffender(String fence, Class<?> offender) {
        assertThat(crossed(offender)).containsExactly(fence);
    }

    @Test
    void everyFenceHasAnOffender() {
        Set<?> tried = offenders().map(arguments -> arguments.get()[0]).collect(toSet());
        assertThat(tried).isEqualTo(Fences.all().keySet());
    }

    @Test
    void aBeanMayBeAClock() {
        assertThat(crossed(BadClasses.MakesTheClock.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/main/java", "src/test/java"})
    void noFolderHoldsMoreThanFortyTypes(String sources) throws IOException {
        Map<Path, Long> types;
        try (Stream<Path> files = Files.walk(Path.of(sources))) {
            types = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .collect(groupingBy(Path::getParent, counting()));
        }
        assertThat(types).isNotEmpty();
        assertThat(types.entrySet())
                .allSatisfy(folder -> assertThat(folder.getValue())
                        .as(folder.getKey().toString())
                        .isLessThanOrEqualTo(40));
    }

    static Stream<Arguments> offenders() {
        return Stream.of(
                Arguments.of("Camunda is known below the engine's interface only", BadClasses.KnowsCamunda.class),
                Arguments.of("only the shell starts processes", BadClasses.BuildsProcess.class),
                Arguments.of("only the shell starts processes", BadClasses.RunsExec.class),
                Arguments.of("steps keep out of other modules' internals", BadClasses.ReachesInside.class),
                Arguments.of("nothing is injected into fields", BadClasses.InjectsField.class),
                Arguments.of("no class prints", BadClasses.Prints.class),
                Arguments.of("time is asked, never taken", BadClasses.TakesInstant.class),
                Arguments.of("time is asked, never taken", BadClasses.TakesDate.class),
                Arguments.of("time is asked, never taken", BadClasses.TakesMillis.class),
                Arguments.of("time is asked, never taken", BadClasses.HandsOnNow.class),
                Arguments.of("time is asked, never taken", BadClasses.MakesClock.class),
                Arguments.of("names say something", BadClasses.NodeHelper.class),
                Arguments.of("steps have no state", BadClasses.Remembers.class));
    }

    private static List<String> crossed(Class<?> type) {
        return Fences.violations(new ClassFileImporter().importClasses(type)).stream()
                .map(violation -> violation.split(": ", 2)[0])
                .distinct()
                .toList();
    }
}
