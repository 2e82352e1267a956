package dev.kaltstart.recovery;

import dev.kaltstart.engine.Fact;

/** Facts about the machine of the recovery's node. */
public final class MachineFacts {

    /** Field of forms: the machine that a person has put in the place of the old one. Kept by {@link Machines}. */
    public static final Fact<String> NEW_MACHINE_UUID = Fact.text("newMachineUuid");

    /** Its system disk was wiped: it was seen waiting for a configuration. */
    public static final Fact<Boolean> WIPED = Fact.flag("wiped");

    /** A person has made sure that it is without power: it cannot write any more. */
    public static final Fact<Boolean> POWERED_OFF = Fact.flag("poweredOff");

    private MachineFacts() {}
}
