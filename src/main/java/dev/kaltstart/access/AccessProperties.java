package dev.kaltstart.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * @param adminPassword of the user {@code admin}; generated at the first start when missing
 * @param alertToken what senders of alerts show; generated likewise
 * @param hosts names under which browsers and senders of alerts know this machine; localhost and addresses are known
 */
@ConfigurationProperties("kaltstart")
record AccessProperties(
        @Nullable String adminPassword,
        @Nullable String alertToken,
        @DefaultValue List<String> hosts) {

    AccessProperties {
        // an empty variable in a compose file means: not set
        adminPassword = StringUtils.hasText(adminPassword) ? adminPassword : null;
        alertToken = StringUtils.hasText(alertToken) ? alertToken : null;
        hosts = hosts.stream().map(String::strip).filter(StringUtils::hasText).toList();
    }

    /** Says nothing: it would end up in a log. */
    @Override
    public String toString() {
        return "AccessProperties[...]";
    }
}
