package dev.kaltstart.secrets.rotation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaltstart.secrets.rotation.EncryptedFile.AgeKeyEntry;
import dev.kaltstart.secrets.rotation.EncryptedFile.Format;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Finds what is encrypted in the files of a commit, by content: a name proves nothing.
 *
 * @param refused files that cannot be worked on, with the reason and what to do
 */
record EncryptedFiles(List<EncryptedFile> all, List<String> refused) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LARGEST = 3_000_000;
    private static final int MOST = 5_000;

    /** The metadata of SOPS in YAML, JSON, dotenv and INI. */
    private static final Pattern METADATA =
            Pattern.compile("(?m)^[ \\t]*\"?sops\"?[ \\t]*:|^sops_(?:mac|version)=|^\\[sops\\][ \\t]*$");

    private static final Pattern RECIPIENT =
            Pattern.compile("(?m)^[a-z0-9_]*age__list_\\d+__map_recipient\\s*=\\s*(\\S+)");
    private static final Pattern LINES = Pattern.compile("(?m)^sops_version=|^\\[sops\\]");
    private static final Pattern STRUCTURED = Pattern.compile("(?s).*\\.(ya?ml|json)");
    private static final Pattern NAMED = Pattern.compile("(.*/)?[^/]+\\.sops\\.(ya?ml|json|env|ini|txt|bin)");
    private static final Pattern EXAMPLE = Pattern.compile("(?i).*(example|sample|template).*");
    private static final Pattern ENTRY = Pattern.compile("[-._a-zA-Z0-9]{1,253}\\.agekey");
    private static final Set<String> OTHER_KEYS = Set.of("pgp", "kms", "gcp_kms", "azure_kv", "hc_vault", "hckms");

    EncryptedFiles {
        all = List.copyOf(all);
        refused = List.copyOf(refused);
    }

    /** @param tree all files of a commit, below a directory; links are not in there */
    static EncryptedFiles in(Path tree) {
        var found = new TreeMap<String, EncryptedFile>();
        var refused = new ArrayList<String>();
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String path = tree.relativize(file).toString();
                if (Files.size(file) > LARGEST) {
                    if (NAMED.matcher(path).matches()) {
                        refused.add(path + " is larger than " + LARGEST + " bytes: encrypt it by hand");
                    }
                    continue;
                }
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                if (!text.contains("sops") || !METADATA.matcher(text).find()) {
                    plain(path, text).ifPresent(refused::add);
                    continue;
                }
                read(path, text, refused).ifPresent(one -> found.put(path, one));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the files of the commit: " + e.getMessage(), e);
        }
        if (found.size() > MOST) {
            refused.add("the repository has more than " + MOST + " encrypted files: change the key in parts, by hand");
        }
        return new EncryptedFiles(List.copyOf(found.values()), refused);
    }

    /** One file, wherever it lies. Empty when it is not encrypted. */
    static Optional<EncryptedFile> one(String path, Path file) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return METADATA.matcher(text).find() ? read(path, text, new ArrayList<>()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** One that has the name of an encrypted file, and is a Secret in plain text. */
    private static Optional<String> plain(String path, String text) {
        boolean secret = NAMED.matcher(path).matches()
                && !EXAMPLE.matcher(path).matches()
                && text.contains("kind: Secret")
                && (text.contains("stringData:") || text.contains("data:"));
        return secret
                ? Optional.of(path + " has the name of an encrypted file and is plain text: run 'sops encrypt -i "
                        + path + "'; its values are exposed to everyone who can read the repository")
                : Optional.empty();
    }

    private static Optional<EncryptedFile> read(String path, String text, List<String> refused) {
        // sops goes by the name: a line of another format inside of YAML must not hide what the file is encrypted for
        if (!STRUCTURED.matcher(path).matches() && LINES.matcher(text).find()) {
            return Optional.of(lines(path, text));
        }
        try {
            boolean json = text.stripLeading().startsWith("{");
            for (Object document :
                    json ? json(text) : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
                if (document instanceof Map<?, ?> map
                        && map.get("sops") instanceof Map<?, ?> sops
                        && sops.containsKey("mac")) {
                    return Optional.of(document(path, json ? Format.JSON : Format.YAML, map, sops));
                }
            }
        } catch (YamlEngineException | JsonProcessingException e) {
            // the message quotes the text
            if (text.contains("ENC[AES256_GCM,")) {
                refused.add(path + " is encrypted, and neither YAML nor JSON that can be read: encrypt it by hand");
            }
        }
        return Optional.empty();
    }

    /** sops indents JSON with tabs, which YAML forbids. */
    private static List<Object> json(String text) throws JsonProcessingException {
        return List.of(JSON.readValue(text, Object.class));
    }

    private static EncryptedFile document(String path, Format format, Map<?, ?> content, Map<?, ?> sops) {
        var recipients = new LinkedHashSet<String>(recipients(sops));
        var others = new HashSet<String>(others(sops));
        int groups = 1;
        if (sops.get("key_groups") instanceof List<?> list) {
            groups = list.size();
            list.stream()
                    .filter(Map.class::isInstance)
                    .map(group -> (Map<?, ?>) group)
                    .forEach(group -> {
                        recipients.addAll(recipients(group));
                        others.addAll(others(group));
                    });
        }
        return new EncryptedFile(path, format, recipients, others, groups, ageKeys(content));
    }

    private static List<String> recipients(Map<?, ?> group) {
        return group.get("age") instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(entry -> Objects.toString(((Map<?, ?>) entry).get("recipient"), ""))
                        .filter(recipient -> !recipient.isEmpty())
                        .toList()
                : List.of();
    }

    private static List<String> others(Map<?, ?> group) {
        return OTHER_KEYS.stream()
                .filter(kind -> group.get(kind) instanceof List<?> list && !list.isEmpty())
                .toList();
    }

    private static List<AgeKeyEntry> ageKeys(Map<?, ?> content) {
        return Stream.of("data", "stringData")
                .flatMap(section -> content.get(section) instanceof Map<?, ?> entries
                        ? entries.keySet().stream()
                                .map(String::valueOf)
                                .filter(name -> ENTRY.matcher(name).matches())
                                .map(name -> new AgeKeyEntry(section, name))
                        : Stream.empty())
                .toList();
    }

    /** dotenv and INI: {@code sops_age__list_0__map_recipient=age1...}, {@code age__list_0__map_recipient = age1...} */
    private static EncryptedFile lines(String path, String text) {
        var recipients = new LinkedHashSet<String>();
        var others = new HashSet<String>();
        Matcher line = RECIPIENT.matcher(text);
        while (line.find()) {
            recipients.add(line.group(1));
        }
        // also inside of groups, whose names are longer
        OTHER_KEYS.stream().filter(kind -> text.contains(kind + "__list_")).forEach(others::add);
        int groups = text.contains("key_groups__list_1") ? 2 : 1;
        Format format = text.contains("\n[sops]") || text.startsWith("[sops]") ? Format.INI : Format.DOTENV;
        return new EncryptedFile(path, format, recipients, others, groups, List.of());
    }
}
