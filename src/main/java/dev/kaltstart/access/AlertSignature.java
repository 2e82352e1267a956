package dev.kaltstart.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * {@code sha256=} and the HMAC of the body as sent, under the alert token, as Flux signs (src:
 * fluxcd/notification-controller:internal/notifier/forwarder.go). A token that was made at the first start is not kept,
 * so nothing can be compared with it: signatures need a configured one.
 */
@Component
class AlertSignature {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "sha256=";
    private static final Pattern SHAPE = Pattern.compile(PREFIX + "[0-9a-fA-F]{64}");

    private final @Nullable String key;
    private final AlertToken token;

    AlertSignature(AccessProperties properties, AlertToken token) {
        this.key = properties.alertToken();
        this.token = token;
    }

    /** It looks like one, and there is something to compare it with. */
    boolean mayBe(String signature) {
        return key != null && SHAPE.matcher(signature).matches();
    }

    boolean is(String signature, byte[] body) {
        // another Kaltstart on this database may have been given another token since
        return key != null
                && MessageDigest.isEqual(
                        HexFormat.of().parseHex(signature.substring(PREFIX.length())), signed(key, body))
                && token.is(key);
    }

    private static byte[] signed(String key, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
        }
    }
}
