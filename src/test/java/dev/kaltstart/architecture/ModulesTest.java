package dev.kaltstart.architecture;

import dev.kaltstart.Kaltstart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

class ModulesTest {

    private final ApplicationModules modules = ApplicationModules.of(Kaltstart.class);

    @Test
    void modulesKeepToTheirDeclaredEdges() {
        modules.verify();
    }

    /** {@code ./mvnw test -Dtest=ModulesTest -Ddraw=true} */
    @Test
    @EnabledIfSystemProperty(named = "draw", matches = "true")
    void drawsTheModules() {
        var folder = Documenter.Options.defaults().withOutputFolder("docs/architecture");
        new Documenter(modules, folder).writeModulesAsPlantUml().writeIndividualModulesAsPlantUml();
    }
}
