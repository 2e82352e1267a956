package dev.kaltstart.notify;

import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import org.springframework.validation.annotation.Validated;

/**
 * @param look pause between two looks for messages to send
 * @param limit how long one attempt may take
 * @param keep how long a message is tried before it is given up
 * @param history how long sent messages are kept
 * @param links what people's browsers know Kaltstart by, {@code https://kaltstart.home:8080}; messages without it have no
 *     links
 */
@Validated
@ConfigurationProperties("kaltstart.notify")
record NotifyProperties(
        @DefaultValue("2s") @DurationMin(millis = 50) @DurationMax(minutes = 1)
        Duration look,

        @DefaultValue("30s") @DurationMin(seconds = 1) @DurationMax(minutes = 2)
        Duration limit,

        @DefaultValue("3d") @DurationMin(minutes = 1) @DurationMax(days = 30)
        Duration keep,

        @DefaultValue("30d") @DurationMin(days = 1) @DurationMax(days = 400)
        Duration history,

        @Nullable String links) {

    NotifyProperties {
        links = StringUtils.hasText(links) ? base(links.strip()) : null;
    }

    /** One attempt, and time to record its end: after that, another Kaltstart may go on. */
    Duration claim() {
        return limit.multipliedBy(2);
    }

    private static String base(String text) {
        try {
            URI uri = URI.create(text);
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (http
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && text.matches("[A-Za-z0-9:/.\\[\\]_~%-]{1,300}")) {
                return text.replaceFirst("/+$", "");
            }
        } catch (IllegalArgumentException e) {
            // the same advice
        }
        throw new IllegalArgumentException(
                "kaltstart.notify.links (KALTSTART_NOTIFY_LINKS) must be like https://kaltstart.home:8080: the address of"
                        + " Kaltstart in the browsers of those who get the messages");
    }
}
