package dev.kaltstart.twin.store;

/** One kind of object. @param group empty for the core group */
public record Kind(String group, String version, String plural, String name, boolean namespaced) {

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** As error messages of the API name it: {@code pods}, {@code volumes.longhorn.io}. */
    public String resource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    public Key key(String namespace, String objectName) {
        return new Key(this, namespaced ? namespace : "", objectName);
    }

    public Key key(String objectName) {
        return key("", objectName);
    }
}
