package dev.kaltstart.cluster;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which build of Talos a machine runs (src: siderolabs/image-factory, "HTTP Frontend API").
 *
 * @param installer the container image, without its version
 * @param talosVersion with its leading v
 * @param form ending of the file to flash
 */
record TalosImage(
        String installer,
        @Nullable String talosVersion,
        String architecture,
        String platform,
        boolean withSecureBoot,
        String form) {

    private static final Pattern FACTORY = Pattern.compile(
            "(?<factory>[^/]+)/(?:[a-z]+-)?installer(?<secure>-secureboot)?/(?<schematic>[0-9a-f]{64})");

    /** @param url of the installer, as in talosImageURL; a version at its end is dropped */
    static TalosImage of(String url, @Nullable String talosVersion) {
        var installer = url.replaceFirst("(@[^/]*|:[^/:]+)$", "");
        var version = talosVersion == null || talosVersion.startsWith("v") ? talosVersion : "v" + talosVersion;
        return new TalosImage(installer, version, "amd64", "metal", false, "iso");
    }

    TalosImage on(String anArchitecture, String aPlatform) {
        return new TalosImage(installer, talosVersion, anArchitecture, aPlatform, withSecureBoot, form);
    }

    TalosImage secureBoot(boolean wanted) {
        return new TalosImage(installer, talosVersion, architecture, platform, wanted, form);
    }

    /** What a Raspberry Pi boots: a disk image, from its card. */
    TalosImage onRaspberryPi() {
        return new TalosImage(installer, talosVersion, "arm64", platform, false, "raw.xz");
    }

    /** URL of what to flash; empty unless the installer names a schematic of an image factory, and the version is known. */
    Optional<String> bootImage() {
        var match = FACTORY.matcher(installer);
        if (!match.matches() || talosVersion == null) {
            return Optional.empty();
        }
        return Optional.of("https://%s/image/%s/%s/%s-%s%s.%s"
                .formatted(
                        match.group("factory"),
                        match.group("schematic"),
                        talosVersion,
                        platform,
                        architecture,
                        withSecureBoot || match.group("secure") != null ? "-secureboot" : "",
                        form));
    }
}
