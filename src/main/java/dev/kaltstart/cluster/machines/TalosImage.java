package dev.kaltstart.cluster.machines;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Talos build of a machine (src: siderolabs/image-factory, "HTTP Frontend API").
 *
 * @param installer the container image, without its version
 * @param talosVersion with its leading v
 * @param form file extension of the image to flash
 */
record TalosImage(
        String installer,
        @Nullable String talosVersion,
        String architecture,
        String platform,
        boolean withSecureBoot,
        String form) {

    private static final String HOST = "[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\\d{1,5})?";
    private static final Pattern FACTORY = Pattern.compile(
            "(?<factory>" + HOST + ")/(?:[a-z]+-)?installer(?<secure>-secureboot)?/(?<schematic>[0-9a-f]{64})");
    /** A plain image name, without anything that a shell or a URL would interpret. */
    private static final Pattern INSTALLER = Pattern.compile(HOST + "(?:/[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)+");

    private static final Pattern VERSION = Pattern.compile("v\\d+\\.\\d+\\.\\d+(?:-[0-9A-Za-z.]+)?");
    private static final Pattern WORD = Pattern.compile("[a-z0-9-]+");

    /** @param url of the installer, as in talosImageURL; a trailing version is dropped */
    static TalosImage of(String url, @Nullable String talosVersion) {
        var installer = url.replaceFirst("(@[^/]*|:[^/:]+)$", "");
        var version = talosVersion == null || talosVersion.startsWith("v") ? talosVersion : "v" + talosVersion;
        return new TalosImage(installer, version, "amd64", "metal", false, "iso");
    }

    /** Whether this is a version of Talos as images have it; only then is it a part of a command to copy. */
    static boolean isVersion(String version) {
        return VERSION.matcher(version).matches();
    }

    /** Whether this is a valid image name (src: distribution/reference, "Grammar"). */
    static boolean mayBe(String installer) {
        return INSTALLER.matcher(installer).matches();
    }

    TalosImage on(String anArchitecture, String aPlatform) {
        return new TalosImage(installer, talosVersion, anArchitecture, aPlatform, withSecureBoot, form);
    }

    TalosImage secureBoot(boolean wanted) {
        return new TalosImage(installer, talosVersion, architecture, platform, wanted, form);
    }

    /** The image for a Raspberry Pi: a disk image, booted from its card. */
    TalosImage onRaspberryPi() {
        return new TalosImage(installer, talosVersion, "arm64", platform, false, "raw.xz");
    }

    /** URL of the image to flash; empty unless the installer names an image factory's schematic and the version is known. */
    Optional<String> bootImage() {
        return Optional.ofNullable(talosVersion).filter(TalosImage::isVersion).flatMap(this::bootImageOf);
    }

    Optional<String> bootImageOf(String version) {
        var match = FACTORY.matcher(installer);
        if (!match.matches()
                || !WORD.matcher(platform).matches()
                || !WORD.matcher(architecture).matches()) {
            return Optional.empty();
        }
        return Optional.of("https://%s/image/%s/%s/%s-%s%s.%s"
                .formatted(
                        match.group("factory"),
                        match.group("schematic"),
                        version,
                        platform,
                        architecture,
                        withSecureBoot || match.group("secure") != null ? "-secureboot" : "",
                        form));
    }
}
