package dev.kaltstart.twin.world;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;

/** Everything random in a twin: the same for the same words. */
public record Seed(String of) {

    /** The letters that Kubernetes makes the names of pods from. */
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    public UUID uuid(String what) {
        return UUID.nameUUIDFromBytes((of + "/" + what).getBytes(StandardCharsets.UTF_8));
    }

    public String hex(String what, int digits) {
        var digit = random(what);
        return pick("0123456789abcdef", digit, digits);
    }

    public String suffix(String what, int letters) {
        return pick(LETTERS, random(what), letters);
    }

    public Random random(String what) {
        var id = uuid(what);
        return new Random(id.getMostSignificantBits() ^ id.getLeastSignificantBits());
    }

    private static String pick(String from, Random random, int count) {
        return random.ints(count, 0, from.length())
                .collect(StringBuilder::new, (text, at) -> text.append(from.charAt(at)), StringBuilder::append)
                .toString();
    }
}
