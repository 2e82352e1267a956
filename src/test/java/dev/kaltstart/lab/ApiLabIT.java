package dev.kaltstart.lab;

import org.junit.jupiter.api.Tag;

@Tag("lab")
class ApiLabIT extends ApiContract {

    @Override
    protected World open() {
        return LabWorld.open();
    }
}
