package dev.kaltstart.approval;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param validity how long an approval may be used; what comes later asks again */
@ConfigurationProperties("kaltstart.approval")
record ApprovalProperties(@DefaultValue("1h") Duration validity) {

    ApprovalProperties {
        if (validity.isNegative() || validity.isZero()) {
            throw new IllegalArgumentException("kaltstart.approval.validity must be longer than nothing");
        }
    }
}
