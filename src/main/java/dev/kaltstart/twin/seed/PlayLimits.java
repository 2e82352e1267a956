package dev.kaltstart.twin.seed;

import dev.kaltstart.twin.world.World;
import java.util.List;

/** What a twin cannot play as the real cluster would: said at the start, so that a rehearsal is not taken for more than it is. */
public final class PlayLimits {

    private static final String MARK = "limit/";
    private static final int MOST = 30;
    private static final int LONGEST = 400;

    private PlayLimits() {}

    static void add(World world, String sentence) {
        var text = sentence.length() > LONGEST ? sentence.substring(0, LONGEST) + " ..." : sentence;
        var there = of(world);
        if (there.size() < MOST && !there.contains(text)) {
            world.marks().put(MARK + "%03d".formatted(there.size()), text);
        }
    }

    /** One sentence each. */
    public static List<String> of(World world) {
        return world.marks().entrySet().stream()
                .filter(mark -> mark.getKey().startsWith(MARK))
                .map(java.util.Map.Entry::getValue)
                .toList();
    }
}
