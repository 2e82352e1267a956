package dev.kaltstart.ui;

import dev.kaltstart.alert.IgnoredAlerts;

/** Alerts of one name that started nothing. */
record IgnoredLine(String alertname, String cluster, long alerts, String newest, String reason) {

    static IgnoredLine of(IgnoredAlerts.Ignored ignored) {
        return new IgnoredLine(
                ignored.alertname().isEmpty() ? "(without a name)" : ignored.alertname(),
                ignored.cluster(),
                ignored.alerts(),
                TimeFormat.minute(ignored.newest()),
                ignored.reason().sentence());
    }
}
