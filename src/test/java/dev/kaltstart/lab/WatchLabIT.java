package dev.kaltstart.lab;

import org.junit.jupiter.api.Tag;

@Tag("lab")
class WatchLabIT extends WatchContract {

    @Override
    protected World open() {
        return LabWorld.open();
    }
}
