package dev.kaltstart.access;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.StringUtils;

/**
 * @param adminPassword of the user {@code admin}; generated at the first start when missing
 * @param alertToken what senders of alerts show; generated likewise
 */
@ConfigurationProperties("kaltstart")
record AccessProperties(
        @Nullable String adminPassword, @Nullable String alertToken) {

    AccessProperties {
        // an empty variable in a compose file means: not set
        adminPassword = StringUtils.hasText(adminPassword) ? adminPassword : null;
        alertToken = StringUtils.hasText(alertToken) ? alertToken : null;
    }

    /** Says nothing: it would end up in a log. */
    @Override
    public String toString() {
        return "AccessProperties[...]";
    }
}
