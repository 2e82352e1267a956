package dev.kaltstart.twin.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kind;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.Site;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** API discovery: groups and kinds. */
final class ApiDiscovery {

    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private static final Map<String, String> SHORT = Map.of(
            "nodes", "no",
            "pods", "po",
            "namespaces", "ns",
            "deployments", "deploy",
            "daemonsets", "ds",
            "statefulsets", "sts",
            "poddisruptionbudgets", "pdb",
            "persistentvolumeclaims", "pvc",
            "kustomizations", "ks",
            "helmreleases", "hr");

    private final Site site;

    ApiDiscovery(Site site) {
        this.site = site;
    }

    boolean serves(Kind kind) {
        return site.longhorn() || !kind.group().equals(Kinds.LONGHORN);
    }

    /** Empty when the path asks for something else. */
    Optional<ObjectNode> answer(String path) {
        var words = path.substring(1).split("/");
        return switch (words[0]) {
            case "version" -> Optional.of(version());
            case "api" ->
                words.length == 1
                        ? Optional.of(Json.of("{'kind': 'APIVersions', 'versions': ['v1']}"))
                        : words.length == 2 ? resources("", words[1]) : Optional.empty();
            case "apis" -> groups(words);
            default -> Optional.empty();
        };
    }

    private Optional<ObjectNode> groups(String[] words) {
        return switch (words.length) {
            case 1 -> Optional.of(groupList());
            case 2 -> groupNames().contains(words[1]) ? Optional.of(group(words[1])) : Optional.empty();
            case 3 -> resources(words[1], words[2]);
            default -> Optional.empty();
        };
    }

    private ObjectNode version() {
        var parts = site.kubernetesVersion().replaceFirst("^v", "").split("\\.");
        return Json.object()
                .put("major", parts[0])
                .put("minor", parts.length > 1 ? parts[1] : "0")
                .put("gitVersion", "v" + String.join(".", parts))
                .put("platform", "linux/amd64");
    }

    private Set<String> groupNames() {
        var names = new TreeSet<String>();
        Kinds.ALL.stream().filter(this::serves).map(Kind::group).forEach(names::add);
        names.remove("");
        return names;
    }

    private ObjectNode groupList() {
        var list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        groupNames().forEach(name -> Json.list(list, "groups").add(group(name)));
        return list;
    }

    private static ObjectNode group(String name) {
        var group =
                Json.object().put("kind", "APIGroup").put("apiVersion", "v1").put("name", name);
        Kinds.ALL.stream()
                .filter(kind -> kind.group().equals(name))
                .map(Kind::version)
                .distinct()
                .forEach(version -> Json.list(group, "versions")
                        .addObject()
                        .put("groupVersion", name + "/" + version)
                        .put("version", version));
        group.set("preferredVersion", group.path("versions").path(0));
        return group;
    }

    private Optional<ObjectNode> resources(String group, String version) {
        var list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
        list.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        Kinds.ALL.stream()
                .filter(kind -> serves(kind)
                        && kind.group().equals(group)
                        && kind.version().equals(version))
                .forEach(kind -> describe(list, kind));
        if (group.isEmpty() && list.has("resources")) {
            Json.list(list, "resources")
                    .addObject()
                    .put("name", "pods/eviction")
                    .put("namespaced", true)
                    .put("group", "policy")
                    .put("version", "v1")
                    .put("kind", "Eviction")
                    .putArray("verbs")
                    .add("create");
        }
        return list.has("resources") ? Optional.of(list) : Optional.empty();
    }

    private static void describe(ObjectNode list, Kind kind) {
        var resource = Json.list(list, "resources").addObject();
        resource.put("name", kind.plural())
                .put("singularName", kind.name().toLowerCase(Locale.ROOT))
                .put("namespaced", kind.namespaced())
                .put("kind", kind.name());
        VERBS.forEach(Json.list(resource, "verbs")::add);
        if (SHORT.containsKey(kind.plural()) && !kind.group().equals(Kinds.LONGHORN)) {
            Json.list(resource, "shortNames").add(SHORT.get(kind.plural()));
        }
    }
}
