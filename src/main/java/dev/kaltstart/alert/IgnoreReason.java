package dev.kaltstart.alert;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why an alert is ignored, by the table. */
public enum IgnoreReason {
    MONITORING("it is about the monitoring itself, or was raised without data"),
    NOT_FOR_PEOPLE("its severity requires no action"),
    UNKNOWN_NAME("its name is unknown; if it means that a node or the cluster failed, map it in kaltstart.yaml"),
    TARGET("a scrape target is down, which is not the node"),
    FLUX_EXTRA("this part of Flux does not change what the cluster runs"),
    ONE_OF_SEVERAL("one of several API servers is down; the others answer"),
    NO_NODE("it counts nodes and names none; an alert that names the node starts the recovery");

    private final String sentence;

    IgnoreReason(String sentence) {
        this.sentence = sentence;
    }

    /** For a person. */
    public String sentence() {
        return sentence;
    }

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static IgnoreReason of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
