package dev.kaltstart.secrets.exposure;

import dev.kaltstart.git.PastFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the contents of a history, once each, and follows every value through it. */
final class PastSecrets implements PastFiles.ContentReader {

    /** One of them is in every file that is searched for. */
    static final List<String> MARKERS = List.of("ENC[AES256_GCM,", "external-secrets.io");

    private static final Pattern SECRET_NAME = Pattern.compile("(?i)(?:.*/)?(?:[^/]+\\.sops\\.[^/]+|talsecret\\.ya?ml"
            + "|[^/]*\\.agekey|age\\.key|kubeconfig|talosconfig|[^/]*deploy\\.key|cloudflare-tunnel\\.json)");
    private static final int MOST = 20_000;

    private final Map<String, SecretContent> contents = new HashMap<>();
    private final Map<String, StoreReference.InFile> references = new HashMap<>();

    /** Whether a file of this name should be encrypted, or not be in the repository at all. */
    static boolean isSecretName(String path) {
        return path.length() < 4096 && SECRET_NAME.matcher(path).matches();
    }

    @Override
    public boolean wants(String blob, byte[] bytes) {
        FileLeaves leaves = FileLeaves.of(bytes);
        SecretContent content = SecretContent.of(leaves);
        StoreReference.InFile stores = StoreReference.of(leaves);
        boolean secret = content.holdsSecrets();
        boolean names = !stores.references().isEmpty() || !stores.providers().isEmpty();
        if (secret) {
            contents.put(blob, content);
        }
        if (names) {
            references.put(blob, stores);
        }
        return secret || names;
    }

    /** Every value that ever was in the history, by file and place. */
    Histories histories(PastFiles past, Leak leak) {
        var histories = new Histories(past);
        List<PastFiles.Version> versions = past.versions();
        // the oldest first
        for (int i = versions.size() - 1; i >= 0; i--) {
            histories.see(versions.get(i), leak);
        }
        histories.joinRenamed();
        return histories;
    }

    /** All values, and whether there were too many. */
    final class Histories {

        private final PastFiles past;
        private final Map<String, String> providers = new HashMap<>();
        private final Map<String, Map<String, ValueHistory>> files = new LinkedHashMap<>();
        private final Map<String, Set<String>> filesOfBlob = new HashMap<>();
        private final Map<String, Set<String>> blobsOfFile = new HashMap<>();
        private int values;
        private boolean full;

        Histories(PastFiles past) {
            this.past = past;
            past.versions().stream()
                    .flatMap(version -> Optional.ofNullable(version.blob()).stream())
                    .map(references::get)
                    .flatMap(found -> Optional.ofNullable(found).stream())
                    .forEach(found -> found.providers().forEach(providers::putIfAbsent));
        }

        List<ValueHistory> all() {
            return files.values().stream()
                    .flatMap(file -> file.values().stream())
                    .toList();
        }

        boolean isFull() {
            return full;
        }

        private void see(PastFiles.Version version, Leak leak) {
            String blob = version.blob();
            var here = new HashSet<String>();
            if (blob != null) {
                filesOfBlob.computeIfAbsent(blob, id -> new HashSet<>()).add(version.path());
                blobsOfFile
                        .computeIfAbsent(version.path(), path -> new HashSet<>())
                        .add(blob);
                boolean head = blob.equals(past.head().get(version.path()));
                read(version, blob, head, leak, here);
            }
            // the newest comes first: what is known of this file by now, and not here, came later or is gone for a
            // while
            files.getOrDefault(version.path(), Map.of()).forEach((id, history) -> {
                if (!here.contains(id)) {
                    history.gone(version.at());
                }
            });
        }

        private void read(PastFiles.Version version, String blob, boolean head, Leak leak, Set<String> here) {
            SecretContent content = contents.get(blob);
            if (content != null && (content.sops() || isSecretName(version.path()))) {
                boolean opens = content.sops() && leak.opens(content.recipients());
                places(content)
                        .forEach(place ->
                                here.add(seen(version, place, head, content.sops(), opens, content.groups() > 1)));
            }
            StoreReference.InFile stores = references.get(blob);
            if (stores != null) {
                stores.references().stream()
                        .filter(reference -> reference.isOnePassword(providers))
                        .map(Histories::place)
                        .forEach(place -> here.add(seen(version, place, head, true, false, false)));
            }
        }

        private String seen(
                PastFiles.Version version,
                ValueHistory.Place place,
                boolean head,
                boolean encrypted,
                boolean opens,
                boolean severalGroups) {
            Map<String, ValueHistory> file = files.computeIfAbsent(version.path(), path -> new LinkedHashMap<>());
            ValueHistory history = file.get(place.id());
            if (history == null) {
                if (values >= MOST) {
                    full = true;
                    return place.id();
                }
                values++;
                history = new ValueHistory(version.path(), place);
                file.put(place.id(), history);
            }
            history.seen(version, place, encrypted, opens, severalGroups);
            if (head) {
                history.atHead();
            }
            return place.id();
        }

        private static List<ValueHistory.Place> places(SecretContent content) {
            var places = new ArrayList<ValueHistory.Place>();
            for (Leaf leaf : content.values()) {
                places.add(new ValueHistory.Place(
                        leaf.document(), KeyPath.text(leaf.path()), leaf.key(), content.document(leaf), false));
            }
            if (content.sops() && !content.complete()) {
                places.add(new ValueHistory.Place(0, "", "", SecretContent.Named.NONE, false));
            }
            return places;
        }

        private static ValueHistory.Place place(StoreReference reference) {
            String path = reference.property().isEmpty()
                    ? "1Password item " + reference.item()
                    : "1Password item " + reference.item() + ", field " + reference.property();
            return new ValueHistory.Place(
                    0,
                    path,
                    reference.property(),
                    new SecretContent.Named("ExternalSecret", reference.namespace(), reference.target()),
                    true);
        }

        /** A file that is gone, and whose very content another file has that is still there, was renamed. */
        private void joinRenamed() {
            for (String path : List.copyOf(files.keySet())) {
                if (!past.head().containsKey(path)) {
                    heirs(path).forEach(heir -> join(path, heir));
                }
            }
            files.values().removeIf(Map::isEmpty);
        }

        private Set<String> heirs(String path) {
            var heirs = new HashSet<String>();
            blobsOfFile
                    .getOrDefault(path, Set.of())
                    .forEach(blob -> filesOfBlob.getOrDefault(blob, Set.of()).stream()
                            .filter(other -> past.head().containsKey(other))
                            .forEach(heirs::add));
            return heirs;
        }

        private void join(String path, String heir) {
            Map<String, ValueHistory> old = files.getOrDefault(path, new HashMap<>());
            Map<String, ValueHistory> present = files.getOrDefault(heir, Map.of());
            old.entrySet().removeIf(entry -> {
                ValueHistory goesOn = present.get(entry.getKey());
                if (goesOn != null) {
                    goesOn.continues(entry.getValue());
                }
                return goesOn != null;
            });
        }
    }
}
