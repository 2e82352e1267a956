package dev.kaltstart.kubernetes;

import dev.kaltstart.lab.World;
import dev.kaltstart.twin.TwinWorld;

class NodeTwinTest extends NodeContract {

    @Override
    protected World open() {
        return TwinWorld.open(directory);
    }
}
