package dev.kaltstart.twin.api;

import dev.kaltstart.twin.store.Kind;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The target of an API path.
 *
 * @param namespace empty for all of them, or for a kind without one
 * @param name empty for the whole collection
 * @param part subresource; empty for the object itself
 */
record RequestTarget(Kind kind, String namespace, String name, String part) {

    ObjectKey key() {
        return kind.key(namespace, name);
    }

    /** Empty when no kind is served there. */
    static Optional<RequestTarget> of(String path) {
        var words =
                Arrays.stream(path.split("/")).filter(word -> !word.isEmpty()).toList();
        if (words.size() >= 3 && "api".equals(words.get(0))) {
            return within("", words.get(1), words.subList(2, words.size()));
        }
        if (words.size() >= 4 && "apis".equals(words.get(0))) {
            return within(words.get(1), words.get(2), words.subList(3, words.size()));
        }
        return Optional.empty();
    }

    private static Optional<RequestTarget> within(String group, String version, List<String> words) {
        if ("namespaces".equals(words.get(0)) && words.size() >= 3) {
            var namespaced = Kinds.find(group, version, words.get(2)).filter(Kind::namespaced);
            if (namespaced.isPresent()) {
                return Optional.of(target(namespaced.get(), words.get(1), words.subList(2, words.size())));
            }
        }
        return Kinds.find(group, version, words.get(0)).map(kind -> target(kind, "", words));
    }

    private static RequestTarget target(Kind kind, String namespace, List<String> words) {
        var name = words.size() > 1 ? words.get(1) : "";
        var part = words.size() > 2 ? words.get(2) : "";
        return new RequestTarget(kind, namespace, name, part);
    }
}
