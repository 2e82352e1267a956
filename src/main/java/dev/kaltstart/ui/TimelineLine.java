package dev.kaltstart.ui;

import dev.kaltstart.recovery.Recoveries;

record TimelineLine(String at, String kind, String message, String code, String person) {

    static TimelineLine of(Recoveries.Entry entry) {
        return new TimelineLine(
                TimeFormat.second(entry.at()),
                entry.kind(),
                entry.message(),
                TimeFormat.or(entry.code(), ""),
                TimeFormat.or(entry.person(), ""));
    }
}
