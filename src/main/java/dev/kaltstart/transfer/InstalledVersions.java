package dev.kaltstart.transfer;

import dev.kaltstart.engine.EngineRows;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.springframework.stereotype.Component;

/** The versions of this Kaltstart that an import has to match. */
@Component
class InstalledVersions {

    private final Flyway flyway;
    private final EngineRows engine;

    InstalledVersions(Flyway flyway, EngineRows engine) {
        this.flyway = flyway;
        this.engine = engine;
    }

    String kaltstart() {
        return Optional.ofNullable(InstalledVersions.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    int schema() {
        return Integer.parseInt(flyway.info().current().getVersion().getVersion());
    }

    String engine() {
        return engine.version();
    }
}
