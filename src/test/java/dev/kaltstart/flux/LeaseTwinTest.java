package dev.kaltstart.flux;

import dev.kaltstart.lab.World;
import dev.kaltstart.twin.TwinWorld;

class LeaseTwinTest extends LeaseContract {

    @Override
    protected World open() {
        return TwinWorld.open(directory);
    }
}
