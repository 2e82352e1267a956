package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.yaml.UnreadableYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;

/** Detects by its content whether a file is encrypted: the name proves nothing. Never reads a secret. */
record SopsContent(Checkout checkout, Problems problems) {

    /** Dotenv and INI files carry their metadata as text. */
    private static final Pattern MARK = Pattern.compile("(?m)^(sops_(mac|version)=|\\[sops]$)");

    boolean encrypted(String file) {
        return file.endsWith(".env") || file.endsWith(".ini") ? marked(file) : structured(file);
    }

    private boolean structured(String file) {
        try {
            return checkout.yaml(file).documents().stream()
                    .anyMatch(document -> document.get("sops", "mac").isPresent()
                            || document.get("sops", "version").isPresent());
        } catch (UnreadableYaml e) {
            problems.warning(e.at(), e.message());
            return false;
        }
    }

    private boolean marked(String file) {
        try {
            return MARK.matcher(Files.readString(checkout.path(file))).find();
        } catch (IOException e) {
            problems.warning(file, "cannot be read: is it a text file?");
            return false;
        }
    }
}
