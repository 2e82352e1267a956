package dev.kaltstart.lab;

import dev.kaltstart.twin.TwinWorld;

class ApiTwinTest extends ApiContract {

    @Override
    protected World open() {
        return TwinWorld.open(directory);
    }
}
