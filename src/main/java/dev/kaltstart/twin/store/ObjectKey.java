package dev.kaltstart.twin.store;

/** Kind, namespace and name of an object. @param namespace empty for kinds without one */
public record ObjectKey(Kind kind, String namespace, String name) {

    String sorted() {
        return sorted(namespace, name);
    }

    static String sorted(String namespace, String name) {
        return namespace + "/" + name;
    }

    /** Its name in the ledger. */
    String path() {
        return Objects.PREFIX + kind.group() + "/" + kind.plural() + "/" + namespace + "/" + name;
    }
}
