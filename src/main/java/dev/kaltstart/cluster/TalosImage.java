package dev.kaltstart.cluster;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which build of Talos a machine runs (src: siderolabs/image-factory, "HTTP Frontend API").
 *
 * @param installer the container image, without its version
 * @param talosVersion with its leading v
 */
record TalosImage(
        String installer, @Nullable String talosVersion, String architecture, String platform, boolean withSecureBoot) {

    private static final Pattern FACTORY = Pattern.compile(
            "(?<factory>[^/]+)/(?:[a-z]+-)?installer(?<secure>-secureboot)?/(?<schematic>[0-9a-f]{64})");

    /** @param url of the installer, as in talosImageURL; a version at its end is dropped */
    static TalosImage of(String url, @Nullable String talosVersion) {
        var installer = url.replaceFirst("(@[^/]*|:[^/:]+)$", "");
        var version = talosVersion == null || talosVersion.startsWith("v") ? talosVersion : "v" + talosVersion;
        return new TalosImage(installer, version, "amd64", "metal", false);
    }

    TalosImage on(String anArchitecture, String aPlatform) {
        return new TalosImage(installer, talosVersion, anArchitecture, aPlatform, withSecureBoot);
    }

    TalosImage secureBoot(boolean wanted) {
        return new TalosImage(installer, talosVersion, architecture, platform, wanted);
    }

    /** URL of what to flash; empty unless the installer names a schematic of an image factory, and the version is known. */
    Optional<String> bootImage() {
        var match = FACTORY.matcher(installer);
        if (!match.matches() || talosVersion == null) {
            return Optional.empty();
        }
        return Optional.of("https://%s/image/%s/%s/%s-%s%s.iso"
                .formatted(
                        match.group("factory"),
                        match.group("schematic"),
                        talosVersion,
                        platform,
                        architecture,
                        withSecureBoot || match.group("secure") != null ? "-secureboot" : ""));
    }
}
