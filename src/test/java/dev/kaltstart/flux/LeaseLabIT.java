package dev.kaltstart.flux;

import dev.kaltstart.lab.LabWorld;
import dev.kaltstart.lab.World;
import org.junit.jupiter.api.Tag;

@Tag("lab")
class LeaseLabIT extends LeaseContract {

    @Override
    protected World open() {
        return LabWorld.open();
    }
}
