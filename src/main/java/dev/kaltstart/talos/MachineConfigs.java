package dev.kaltstart.talos;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Generated machine configurations. They hold every secret of the cluster in clear text: nothing of their content leaves
 * this class but the fingerprint of the certificate authority, which is public.
 */
record MachineConfigs(Inventory inventory) {

    private static final Pattern CA = Pattern.compile("(?m)^\\s*ca:\\s*(?:\\n\\s*crt:)?\\s*([A-Za-z0-9+/=]{16,})\\s*$");
    private static final Pattern MACHINE = Pattern.compile("(?m)^machine:\\s*$");

    Path file(Node node) {
        return inventory.root().resolve(node.machineConfig());
    }

    /** SHA-256 of the Talos CA that the machine configuration of a node carries. */
    Optional<String> fingerprint(Node node) {
        return read(file(node)).flatMap(text -> {
            Matcher machine = MACHINE.matcher(text);
            return machine.find() ? ca(text.substring(machine.end())) : Optional.empty();
        });
    }

    /** SHA-256 of the Talos CA that the talosconfig trusts: the one of the cluster as it is. */
    Optional<String> clusterFingerprint() {
        return read(inventory.tools().talosconfig()).flatMap(MachineConfigs::ca);
    }

    private static Optional<String> ca(String text) {
        Matcher matcher = CA.matcher(text);
        return matcher.find() ? Optional.of(sha256(matcher.group(1))) : Optional.empty();
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
