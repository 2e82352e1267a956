package dev.kaltstart.lab;

import org.junit.jupiter.api.Tag;

@Tag("lab")
class ApplyLabIT extends ApplyContract {

    @Override
    protected World open() {
        return LabWorld.open();
    }
}
