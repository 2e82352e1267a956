package dev.kaltstart.flux;

import dev.kaltstart.lab.LabFlux;
import dev.kaltstart.lab.LabRepository;
import dev.kaltstart.lab.LabWorld;
import dev.kaltstart.lab.World;
import org.junit.jupiter.api.Tag;

@Tag("lab")
class FluxCliLabIT extends FluxCliContract {

    @Override
    protected World open() {
        World lab = LabWorld.open();
        var repository = LabRepository.open(directory, lab.namespace())
                .write("apps/gatus/map.yaml", LabFlux.map(lab.namespace(), "gatus", "1"));
        repository.push();
        LabFlux.watching(lab, repository).create(LabFlux.manifest(lab.namespace(), "gatus", "apps/gatus", ""));
        return lab;
    }

    @Override
    protected String home() {
        return world.namespace();
    }
}
