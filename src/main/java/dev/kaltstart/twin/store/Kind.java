package dev.kaltstart.twin.store;

import java.util.Set;

/** One kind of object. @param group empty for the core group */
public record Kind(String group, String version, String plural, String name, boolean namespaced) {

    private static final Set<String> COUNTED = Set.of("apps", "batch", "policy", "apiextensions.k8s.io");

    /** The twin looks kinds up all the time, and two that differ in something else are rare. */
    @Override
    public int hashCode() {
        return plural.hashCode();
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Of a CustomResourceDefinition, not built into the API. */
    public boolean custom() {
        return group.contains(".") && !group.endsWith(".k8s.io");
    }

    /** Its objects count how often their specification was changed. */
    public boolean hasGenerations() {
        return custom() || COUNTED.contains(group) || plural.equals("pods");
    }

    /** As error messages of the API name it: {@code pods}, {@code volumes.longhorn.io}. */
    public String resource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    public ObjectKey key(String namespace, String objectName) {
        return new ObjectKey(this, namespaced ? namespace : "", objectName);
    }

    public ObjectKey key(String objectName) {
        return key("", objectName);
    }
}
