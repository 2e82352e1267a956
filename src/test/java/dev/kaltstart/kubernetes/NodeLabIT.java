package dev.kaltstart.kubernetes;

import dev.kaltstart.lab.LabWorld;
import dev.kaltstart.lab.World;
import org.junit.jupiter.api.Tag;

@Tag("lab")
class NodeLabIT extends NodeContract {

    @Override
    protected World open() {
        return LabWorld.open();
    }
}
