package dev.kaltstart.twin.seed;

import dev.kaltstart.twin.origin.Origin;
import dev.kaltstart.twin.world.Seed;
import dev.kaltstart.twin.world.World;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** New values in place of leaked ones, as an operator commits them: every encrypted value of the branch gets another ciphertext, once. */
final class ReplacedValues {

    private static final String DONE = "secrets/replaced";
    private static final Pattern VALUE = Pattern.compile("ENC\\[AES256_GCM,data:([A-Za-z0-9+/=]+)");

    private final World world;
    private final Instant at;

    ReplacedValues(World world, Instant at) {
        this.world = world;
        this.at = at;
    }

    void commit() {
        if (!world.origin().exists() || world.marks().putIfAbsent(DONE, "") != null) {
            return;
        }
        var branch = new Branch(world, at);
        Map<String, String> changed = new TreeMap<>();
        for (String path : branch.files().files("")) {
            branch.files()
                    .read(path)
                    .filter(content -> VALUE.matcher(content).find())
                    .ifPresent(
                            content -> changed.put(path, VALUE.matcher(content).replaceAll(ReplacedValues::another)));
        }
        Origin.Draft draft = branch.draft();
        changed.forEach(draft::write);
        branch.commit(draft, SeedHistory.ADMIN, "Replace the leaked values");
    }

    private static String another(MatchResult value) {
        String uuid = new Seed("replaced/" + value.group(1)).uuid("value").toString();
        return "ENC[AES256_GCM,data:" + uuid.replace("-", "");
    }
}
