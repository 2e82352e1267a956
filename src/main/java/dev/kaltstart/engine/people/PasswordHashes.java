package dev.kaltstart.engine.people;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.camunda.bpm.engine.impl.digest.PasswordEncryptor;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Argon2id at 12 MiB and three passes (OWASP, "Password Storage Cheat Sheet"), two at a time: strangers may ask for it,
 * and each takes memory and tens of milliseconds. A right password is remembered for as long as this process lives, by a
 * keyed digest of it and of the stored hash, so that scripts which send it with each request do not pay each time, and
 * do not wait behind those who guess.
 */
@Component
public class PasswordHashes implements PasswordEncryptor {

    static final String NAME = "argon2id";

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int KIBIBYTES = 12 * 1024;
    private static final int PASSES = 3;
    private static final int AT_ONCE = 2;
    private static final int REMEMBERED = 500;
    private static final String DIGEST = "HmacSHA256";

    private final Argon2PasswordEncoder argon2;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private final SecretKeySpec key = key();
    private final Map<String, Boolean> right = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    PasswordHashes() {
        this(KIBIBYTES, PASSES);
    }

    /** For tests that are not about passwords. */
    PasswordHashes(int kibibytes, int passes) {
        argon2 = new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, kibibytes, passes);
    }

    @Override
    public String encrypt(String password) {
        turns.acquireUninterruptibly();
        try {
            return argon2.encode(password);
        } finally {
            turns.release();
        }
    }

    @Override
    public boolean check(String password, String encrypted) {
        String digest = digest(password, encrypted);
        if (known(digest)) {
            return true;
        }
        turns.acquireUninterruptibly();
        try {
            boolean matches = argon2.matches(password, encrypted);
            if (matches) {
                remember(digest);
            }
            return matches;
        } finally {
            turns.release();
        }
    }

    @Override
    public String hashAlgorithmName() {
        return NAME;
    }

    /** It was shown before and was right: there is no need to make anybody wait. */
    boolean knows(String password, String encrypted) {
        return known(digest(password, encrypted));
    }

    private boolean known(String digest) {
        synchronized (right) {
            return right.containsKey(digest);
        }
    }

    private void remember(String digest) {
        synchronized (right) {
            right.put(digest, true);
        }
    }

    private String digest(String password, String encrypted) {
        try {
            var mac = Mac.getInstance(DIGEST);
            mac.init(key);
            mac.update(encrypted.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
        }
    }

    private static SecretKeySpec key() {
        var bytes = new byte[HASH_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new SecretKeySpec(bytes, DIGEST);
    }
}
