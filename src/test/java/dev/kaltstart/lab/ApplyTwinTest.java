package dev.kaltstart.lab;

import dev.kaltstart.twin.TwinWorld;

class ApplyTwinTest extends ApplyContract {

    @Override
    protected World open() {
        return TwinWorld.open(directory);
    }
}
