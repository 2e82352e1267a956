package dev.kaltstart.twin.world;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The certificate authorities of twins: they look like certificates and sign nothing. */
public final class CertificateAuthorities {

    private static final byte[] SEQUENCE = {0x30, (byte) 0x82, 0x01, 0x3c};

    private CertificateAuthorities() {}

    /** Base64 of a PEM text, as machine configurations and talosconfig hold it; the same for the same name. */
    public static String of(String name) {
        var body = new byte[320];
        new Seed("pki").random(name).nextBytes(body);
        System.arraycopy(SEQUENCE, 0, body, 0, SEQUENCE.length);
        var lines =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.UTF_8)).encodeToString(body);
        var pem = "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    }
}
