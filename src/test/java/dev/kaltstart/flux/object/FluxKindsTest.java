package dev.kaltstart.flux.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FluxKindsTest {

    @Test
    void knowsEachKindThatAnAlertIsKnownOf() throws IOException {
        String triage = Files.readString(Path.of("processes/triage/triage.dmn"));

        assertThat(Pattern.compile("\"Flux(\\w+)NotReady\"")
                        .matcher(triage)
                        .results()
                        .map(FluxKindsTest::kind))
                .contains("ResourceSet", "ExternalArtifact")
                .filteredOn(kind -> !kind.equals("Resource"))
                .allMatch(FluxKinds::known);
    }

    /** The kinds of the flux-operator keep their first word. */
    private static String kind(MatchResult name) {
        return name.group(1).equals("Instance") ? "FluxInstance" : name.group(1);
    }
}
