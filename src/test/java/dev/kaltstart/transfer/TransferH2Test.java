package dev.kaltstart.transfer;

import java.util.List;

/** To the embedded database of another home. */
class TransferH2Test extends TransferTest {

    @Override
    List<String> settings() {
        return List.of();
    }
}
