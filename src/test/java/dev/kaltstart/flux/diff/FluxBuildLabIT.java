package dev.kaltstart.flux.diff;

import dev.kaltstart.lab.LabWorld;
import dev.kaltstart.lab.World;
import org.junit.jupiter.api.Tag;

@Tag("lab")
class FluxBuildLabIT extends FluxBuildContract {

    @Override
    protected World open() {
        return LabWorld.open();
    }
}
