package dev.kaltstart.cluster.config;

import dev.kaltstart.cluster.NotifyChannel;
import dev.kaltstart.cluster.NotifyChannel.Destination;
import dev.kaltstart.cluster.NotifyChannel.Event;
import dev.kaltstart.cluster.NotifyChannel.Security;
import dev.kaltstart.cluster.SecretSource;
import dev.kaltstart.cluster.inventory.Problems;
import dev.kaltstart.cluster.yaml.Yaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code notify} of a cluster. The schema has checked the shapes of texts.
 *
 * @param paths the absolute path of a key; null when the key is missing
 */
record NotifyReader(Problems problems, BiFunction<Yaml, String, @Nullable Path> paths) {

    static final int MOST_CHANNELS = 10;
    private static final int MOST_RECIPIENTS = 20;
    private static final int SUBMISSION = 587;
    private static final int HIGHEST_PORT = 65_535;

    private static final List<String> OF_HOOKS =
            List.of("urlFile", "urlVariable", "signingKeyFile", "signingKeyVariable");
    private static final List<String> OF_MAIL =
            List.of("host", "port", "security", "from", "to", "username", "passwordFile", "passwordVariable");

    List<NotifyChannel> read(Yaml cluster) {
        List<Yaml> entries = cluster.items("notify");
        if (entries.size() > MOST_CHANNELS) {
            problems.error(cluster.at("notify"), "'notify' has more than " + MOST_CHANNELS + " entries: remove some");
            return List.of();
        }
        var channels = new ArrayList<NotifyChannel>();
        var names = new HashSet<String>();
        for (Yaml entry : entries) {
            channel(entry).ifPresent(channel -> {
                if (!names.add(channel.name())) {
                    problems.error(
                            entry.at(),
                            "there are two channels '%s': give each a 'name' of its own".formatted(channel.name()));
                }
                channels.add(channel);
            });
        }
        return channels;
    }

    private Optional<NotifyChannel> channel(Yaml entry) {
        String type = entry.text("type").orElse("");
        return destination(entry, type)
                .map(destination -> new NotifyChannel(
                        entry.text("name").orElse(type),
                        destination,
                        events(entry),
                        entry.text("rehearsals").filter("true"::equals).isPresent()));
    }

    private static Set<Event> events(Yaml entry) {
        if (entry.get("events").isEmpty()) {
            return EnumSet.allOf(Event.class);
        }
        var events = EnumSet.noneOf(Event.class);
        entry.items("events").stream()
                .flatMap(item -> item.text().stream())
                .flatMap(word -> Event.of(word).stream())
                .forEach(events::add);
        return events;
    }

    private Optional<Destination> destination(Yaml entry, String type) {
        switch (type) {
            case "mattermost", "discord", "webhook" -> refuse(entry, type, OF_MAIL);
            case "mail" -> refuse(entry, type, OF_HOOKS);
            default -> {
                return Optional.empty();
            }
        }
        if (!type.equals("webhook")) {
            refuse(entry, type, List.of("signingKeyFile", "signingKeyVariable"));
        }
        return switch (type) {
            case "mattermost" -> needed(entry, "url").map(Destination.Mattermost::new);
            case "discord" -> needed(entry, "url").map(Destination.Discord::new);
            case "webhook" ->
                needed(entry, "url")
                        .map(url -> new Destination.Webhook(
                                url, secret(entry, "signingKey").orElse(null)));
            default -> mail(entry);
        };
    }

    private void refuse(Yaml entry, String type, List<String> keys) {
        keys.stream()
                .filter(key -> entry.get(key).isPresent())
                .forEach(key -> problems.error(
                        entry.at(key), "'%s' does not belong to the type '%s': remove it".formatted(key, type)));
    }

    private Optional<SecretSource> needed(Yaml entry, String name) {
        Optional<SecretSource> found = secret(entry, name);
        if (found.isEmpty()) {
            problems.error(
                    entry.at(),
                    ("the address is missing: name the file that has it in '%1$sFile', or the environment variable in"
                                    + " '%1$sVariable'. Whoever has the address can post, so it is not written here")
                            .formatted(name));
        }
        return found;
    }

    private Optional<SecretSource> secret(Yaml entry, String name) {
        Path file = paths.apply(entry, name + "File");
        Optional<String> variable = entry.text(name + "Variable");
        if (file != null && variable.isPresent()) {
            problems.error(
                    entry.at(name + "Variable"), "'%1$sFile' and '%1$sVariable' exclude each other".formatted(name));
        }
        return file != null ? Optional.of(new SecretSource.InFile(file)) : variable.map(SecretSource.InVariable::new);
    }

    private Optional<Destination> mail(Yaml entry) {
        List<String> to =
                entry.items("to").stream().flatMap(item -> item.text().stream()).toList();
        Stream.of("host", "from").filter(key -> entry.text(key).isEmpty()).forEach(key -> missing(entry, key));
        if (to.isEmpty() || to.size() > MOST_RECIPIENTS) {
            problems.error(entry.at("to"), "'to' must be a list of 1 to " + MOST_RECIPIENTS + " addresses");
        }
        Optional<SecretSource> password = secret(entry, "password");
        if (entry.text("username").isPresent() != password.isPresent()) {
            problems.error(
                    entry.at(), "'username' needs 'passwordFile' or 'passwordVariable', and the other way round");
        }
        String host = entry.text("host").orElse("localhost");
        Security security = Security.valueOf(entry.text("security")
                .filter(word -> !word.isEmpty())
                .orElse("starttls")
                .toUpperCase(Locale.ROOT));
        if (security == Security.NONE
                && !Set.of("localhost", "127.0.0.1", "::1").contains(host)) {
            problems.error(
                    entry.at("security"),
                    "'security: none' is for a mail server on this machine: use starttls or tls, as others can read along");
        }
        return Optional.of(new Destination.Mail(
                host,
                port(entry),
                security,
                entry.text("from").orElse(""),
                to,
                entry.text("username").orElse(null),
                password.orElse(null)));
    }

    private int port(Yaml entry) {
        int port = entry.text("port")
                .filter(text -> text.matches("\\d{1,5}"))
                .map(Integer::parseInt)
                .orElse(SUBMISSION);
        if (port < 1 || port > HIGHEST_PORT) {
            problems.error(entry.at("port"), "'port: %d' is not a port: 1 to 65535".formatted(port));
        }
        return port;
    }

    private void missing(Yaml entry, String key) {
        problems.error(entry.at(), "the key '%s' is missing below 'notify': add it".formatted(key));
    }
}
