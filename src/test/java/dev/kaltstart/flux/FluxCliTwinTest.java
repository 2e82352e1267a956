package dev.kaltstart.flux;

import dev.kaltstart.lab.World;
import dev.kaltstart.twin.TwinWorld;

class FluxCliTwinTest extends FluxCliContract {

    @Override
    protected World open() {
        return TwinWorld.open(directory);
    }

    @Override
    protected String home() {
        return "observability";
    }
}
