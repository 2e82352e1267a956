package dev.kaltstart.recovery;

import dev.kaltstart.engine.Fact;

/** What is known about the machine behind the node that a recovery is about. */
public final class MachineFacts {

    /** As the cluster knew it before the failure, or as it was identified since; absent when nobody could be asked. */
    public static final Fact<String> MACHINE_UUID = Fact.text("machineUuid");

    /** As stated by the person who put another machine in its place; blank when it is the same machine. */
    public static final Fact<String> NEW_MACHINE_UUID = Fact.text("newMachineUuid");

    /** Its system disk was wiped: it was seen waiting for a configuration. */
    public static final Fact<Boolean> WIPED = Fact.flag("wiped");

    /** A person has made sure that it is without power: it cannot write any more. */
    public static final Fact<Boolean> POWERED_OFF = Fact.flag("poweredOff");

    private MachineFacts() {}
}
