package dev.kaltstart.secrets.exposure;

import dev.kaltstart.engine.Fact;

/** What is known about the values that a leak has opened. */
public final class ExposureFacts {

    /** How many values are exposed. */
    public static final Fact<Long> COUNT = Fact.number("exposedCount");

    /** Whether there is anything to replace. */
    public static final Fact<Boolean> ANY = Fact.flag("valuesExposed");

    /** For people: {@code 57 values in 23 files, 9 of them deleted; first: ...}. */
    public static final Fact<String> SUMMARY = Fact.text("exposedSummary");

    /** The list of credentials, in the order of their replacement. */
    public static final String VALUES = "exposedValues";

    private ExposureFacts() {}
}
