package dev.kaltstart.ui;

import dev.kaltstart.readiness.Outlook;
import java.util.List;

/**
 * Whether a cluster is ready for a disaster.
 *
 * @param sign colour alone is not readable for all users
 * @param style name of the class in the style sheet
 */
record OutlookLine(String scenario, String sign, String verdict, String style, List<String> because) {

    static OutlookLine of(Outlook outlook) {
        String scenario = outlook.disaster().word();
        return switch (outlook.chance()) {
            case CAN -> new OutlookLine(scenario, "✓", "ready", "recovered", outlook.because());
            case UNPROVEN -> new OutlookLine(scenario, "?", "not proven", "waiting", outlook.because());
            case CANNOT -> new OutlookLine(scenario, "✗", "not ready", "failed", outlook.because());
        };
    }
}
