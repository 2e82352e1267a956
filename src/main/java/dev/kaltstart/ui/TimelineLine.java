package dev.kaltstart.ui;

import dev.kaltstart.recovery.Recoveries;

record TimelineLine(String at, String kind, String words, String code, String person) {

    static TimelineLine of(Recoveries.Entry entry) {
        return new TimelineLine(
                Words.second(entry.at()),
                entry.kind(),
                entry.words(),
                Words.or(entry.code(), ""),
                Words.or(entry.person(), ""));
    }
}
