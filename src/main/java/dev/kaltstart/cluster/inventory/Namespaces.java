package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.inventory.Manifests.Manifest;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds the namespaces of a cluster: the directories of kubernetes/apps, and declared Namespace objects. */
record Namespaces(Checkout checkout, Manifests manifests) {

    private static final String APPS = "kubernetes/apps/";

    /** Excludes placeholders such as {@code _} and {@code not-used}, which kustomize renames. */
    private static final Pattern NAME = Pattern.compile("(?!not-used$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    List<String> read() {
        var names = new TreeSet<String>();
        checkout.yamlBelow(APPS).forEach(file -> {
            var rest = file.substring(APPS.length());
            if (rest.contains("/")) {
                names.add(named(rest.substring(0, rest.indexOf('/'))));
            }
        });
        manifests.all().stream()
                .filter(Namespaces::declares)
                .map(Manifest::name)
                .forEach(names::add);
        names.removeIf(name -> !NAME.matcher(name).matches());
        return List.copyOf(names);
    }

    /** Components are templates: kustomize renames their objects. */
    private static boolean declares(Manifest manifest) {
        return manifest.kind().equals("Namespace")
                && manifest.content().text("apiVersion").orElse("").equals("v1")
                && !manifest.file().contains("/components/");
    }

    /** The directory names the namespace; its kustomization.yaml overrides it. */
    private String named(String directory) {
        return manifests.all().stream()
                .filter(manifest -> manifest.file().equals(APPS + directory + "/kustomization.yaml"))
                .flatMap(manifest -> manifest.content().text("namespace").stream())
                .findFirst()
                .orElse(directory);
    }
}
