package dev.kaltstart.flux;

import dev.kaltstart.lab.LabFlux;
import dev.kaltstart.lab.LabRepository;
import dev.kaltstart.lab.LabWorld;
import dev.kaltstart.lab.Repository;
import dev.kaltstart.lab.World;
import org.junit.jupiter.api.Tag;

@Tag("lab")
class ManifestsLabIT extends ManifestsContract {

    @Override
    protected World open() {
        return LabWorld.open();
    }

    @Override
    protected Repository repository() {
        return LabRepository.open(directory, world.namespace());
    }

    @Override
    protected LabFlux follow(Repository repository) {
        return LabFlux.watching(world, (LabRepository) repository);
    }
}
