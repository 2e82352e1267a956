package dev.kaltstart.lab;

import dev.kaltstart.twin.TwinWorld;

class WatchTwinTest extends WatchContract {

    @Override
    protected World open() {
        return TwinWorld.open(directory);
    }
}
