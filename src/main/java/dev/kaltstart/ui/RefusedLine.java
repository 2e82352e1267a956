package dev.kaltstart.ui;

import dev.kaltstart.alert.IgnoredAlerts;

/** Requests of senders of alerts that were refused for one reason. */
record RefusedLine(String reason, long requests, String newest) {

    static RefusedLine of(IgnoredAlerts.Refused refused) {
        return new RefusedLine(refused.reason(), refused.requests(), TimeFormat.minute(refused.newest()));
    }
}
