package dev.kaltstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineUuidTest {

    private final MachineUuid uuid = new MachineUuid("4C4C4544-0042-3510-8051-B7C04F4E3532");

    @Test
    void isTheSameInCapitals() {
        assertThat(MachineUuid.parse(" 4c4c4544-0042-3510-8051-b7c04f4e3532\n")).contains(uuid);
    }

    @Test
    void isTheSameMachineInTheOldByteOrder() {
        assertThat(uuid.sameMachine(new MachineUuid("44454c4c-4200-1035-8051-b7c04f4e3532")))
                .isTrue();
        assertThat(uuid.sameMachine(new MachineUuid("44454c4c-4200-1035-8051-b7c04f4e3533")))
                .isFalse();
    }

    @Test
    void isNothingThatEveryMachineMayHave() {
        assertThat(MachineUuid.parse("00000000-0000-0000-0000-000000000000")).isEmpty();
        assertThat(MachineUuid.parse("FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF")).isEmpty();
        assertThat(MachineUuid.parse("not a uuid")).isEmpty();
        assertThat(MachineUuid.parse("")).isEmpty();
    }
}
