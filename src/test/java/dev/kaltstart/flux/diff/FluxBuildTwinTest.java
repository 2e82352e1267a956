package dev.kaltstart.flux.diff;

import dev.kaltstart.lab.World;
import dev.kaltstart.twin.TwinWorld;

class FluxBuildTwinTest extends FluxBuildContract {

    @Override
    protected World open() {
        return TwinWorld.open(directory);
    }
}
