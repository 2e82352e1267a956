package dev.kaltstart.talos;

import dev.kaltstart.cluster.Inventory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A backup of the talosconfig from before a render. Rendering rewrites the talosconfig as well: with new secrets,
 * configuration and credentials would match each other but not the cluster.
 */
final class Talosconfig {

    private final Inventory inventory;
    private final Optional<String> authority;
    private final byte[] content;

    private Talosconfig(Inventory inventory, Optional<String> authority, byte[] content) {
        this.inventory = inventory;
        this.authority = authority;
        this.content = content;
    }

    static Talosconfig keep(Inventory inventory) {
        Path file = inventory.tools().talosconfig();
        try {
            byte[] content = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            return new Talosconfig(inventory, Pki.ofTalosconfig(inventory), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @throws dev.kaltstart.engine.Failure.Fatal when it restored them, because the new ones do not match the cluster
     */
    void putBackIfForeign() {
        if (authority.isEmpty() || authority.equals(Pki.ofTalosconfig(inventory))) {
            return;
        }
        Path file = inventory.tools().talosconfig();
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw Pki.other("the talosconfig that was rendered has another certificate authority than the one before, which"
                + " was put back");
    }
}
