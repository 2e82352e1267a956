package dev.kaltstart.ui;

import dev.kaltstart.recovery.Recoveries;

record TimelineLine(String at, String kind, String words, String code, String person) {

    static TimelineLine of(Recoveries.Entry entry) {
        return new TimelineLine(
                TimeFormat.second(entry.at()),
                entry.kind(),
                entry.words(),
                TimeFormat.or(entry.code(), ""),
                TimeFormat.or(entry.person(), ""));
    }
}
