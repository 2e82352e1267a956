package dev.kaltstart.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A chat, a webhook or mail that messages about one cluster go to: an entry of {@code notify} in kaltstart.yaml.
 *
 * @param name unique in the cluster
 * @param events what it is sent
 * @param rehearsals also from rehearsals
 */
public record NotifyChannel(String name, Destination destination, Set<Event> events, boolean rehearsals) {

    public NotifyChannel {
        events = Set.copyOf(events);
    }

    public boolean wants(Event event, Mode mode) {
        return events.contains(event) && (rehearsals || mode != Mode.REHEARSAL);
    }

    /** What a message is about. */
    public enum Event {
        STARTED,
        /** A task waits for a person. */
        PERSON,
        MILESTONE,
        /** Half, four fifths or all of a recovery time objective is used. */
        OBJECTIVE,
        /** An incident: Kaltstart cannot go on, and the model offers no way. */
        BLOCKED,
        ENDED,
        /** A drill is overdue. */
        DRILL;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Event> of(String word) {
            return Arrays.stream(values())
                    .filter(event -> event.word().equals(word))
                    .findFirst();
        }
    }

    /** How to reach it. The address of a webhook is a secret: whoever has it can post. */
    public sealed interface Destination {

        /** As in kaltstart.yaml. */
        String type();

        /** An incoming webhook of Mattermost. */
        record Mattermost(SecretSource url) implements Destination {
            @Override
            public String type() {
                return "mattermost";
            }
        }

        record Discord(SecretSource url) implements Destination {
            @Override
            public String type() {
                return "discord";
            }
        }

        /** @param signingKey signs each message; null for unsigned ones */
        record Webhook(SecretSource url, @Nullable SecretSource signingKey) implements Destination {
            @Override
            public String type() {
                return "webhook";
            }
        }

        /**
         * @param username null where the server asks for none; else there is a password
         */
        record Mail(
                String host,
                int port,
                Security security,
                String from,
                List<String> to,
                @Nullable String username,
                @Nullable SecretSource password)
                implements Destination {

            public Mail {
                to = List.copyOf(to);
            }

            @Override
            public String type() {
                return "mail";
            }
        }
    }

    /** How the connection to a mail server is protected. */
    public enum Security {
        /** Plain, then TLS, without which nothing is sent. */
        STARTTLS,
        /** TLS from the first byte. */
        TLS,
        /** None, on this machine alone. */
        NONE
    }

    /** The channels of each cluster. */
    @FunctionalInterface
    public interface ByCluster {

        /** In the order of the file; none for a cluster that is not configured. */
        List<NotifyChannel> channels(String cluster);
    }
}
