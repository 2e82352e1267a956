package dev.kaltstart.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The last bytes of an export, as comment of the zip: an HMAC-SHA-256 of all bytes before them. Zeros where the machine
 * that wrote the file had no key.
 */
record Seal(String fingerprint, boolean present, boolean right) {

    private static final String MARK = "kaltstart-seal-1:";
    private static final int DIGITS = 64;
    private static final String NONE = "0".repeat(DIGITS);
    private static final String MAC = "HmacSHA256";
    private static final int PIECE = 64 * 1024;

    /** The comment of a zip before sealing. */
    static String room() {
        return MARK + NONE;
    }

    /** Puts the seal into a zip that has room for it. */
    static byte[] set(byte[] zip, byte[] key) {
        byte[] sealed = zip.clone();
        Mac mac = mac(key);
        mac.update(zip, 0, zip.length - DIGITS);
        byte[] digits = HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, sealed, zip.length - DIGITS, DIGITS);
        return sealed;
    }

    /** For comparison by a person when there is no key; equals {@code sha256sum}. */
    static String fingerprint(byte[] file) {
        return "sha256:" + Checksum.of(file);
    }

    /**
     * Reads every byte once.
     *
     * @param key empty: the seal cannot be valid
     * @return empty when the file does not end like an export
     */
    static Optional<Seal> of(InputStream file, long length, Optional<byte[]> key) throws IOException {
        MessageDigest all = Checksum.digest();
        @Nullable Mac mac = key.map(Seal::mac).orElse(null);
        byte[] end = new byte[0];
        long left = length;
        byte[] piece = new byte[PIECE];
        for (int read = file.read(piece); read >= 0; read = file.read(piece)) {
            all.update(piece, 0, read);
            int covered = (int) Math.max(0, Math.min(read, left - DIGITS));
            if (mac != null) {
                mac.update(piece, 0, covered);
            }
            left -= read;
            end = last(end, Arrays.copyOf(piece, read));
        }
        String text = new String(end, StandardCharsets.US_ASCII);
        if (!text.matches(MARK + "[0-9a-f]{" + DIGITS + "}")) {
            return Optional.empty();
        }
        String digits = text.substring(MARK.length());
        boolean right = mac != null
                && MessageDigest.isEqual(
                        HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII),
                        digits.getBytes(StandardCharsets.US_ASCII));
        return Optional.of(new Seal("sha256:" + HexFormat.of().formatHex(all.digest()), !digits.equals(NONE), right));
    }

    private static byte[] last(byte[] before, byte[] more) {
        int wanted = MARK.length() + DIGITS;
        byte[] both = Arrays.copyOf(before, before.length + more.length);
        System.arraycopy(more, 0, both, before.length, more.length);
        return Arrays.copyOfRange(both, Math.max(0, both.length - wanted), both.length);
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
