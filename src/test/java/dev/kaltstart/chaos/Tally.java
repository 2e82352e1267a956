package dev.kaltstart.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What became of the world in one run. */
record Tally(
        long seed,
        int recoveries,
        int lost,
        int doubled,
        int doublyDestroyed,
        int unapproved,
        int wrongEnds,
        int orphans,
        List<String> details) {

    static Tally of(long seed, int recoveries, Scene scene, int orphans) throws IOException {
        int lost = 0;
        int doubled = 0;
        int doublyDestroyed = 0;
        int unapproved = 0;
        int wrongEnds = 0;
        var details = new ArrayList<String>();
        for (int n = 0; n < recoveries; n++) {
            String recovery = "r" + n;
            boolean approved = scene.said("approved", recovery).isPresent();
            for (String effect : Marks.EFFECTS) {
                int count = scene.marks().count(recovery, effect);
                if (count > 0 && Marks.DESTROYED.contains(effect) && !approved) {
                    unapproved++;
                    details.add(recovery + " " + effect + " without an approval");
                }
                if (count == 0) {
                    lost++;
                } else if (count > 1 && Marks.DESTROYED.contains(effect)) {
                    doublyDestroyed++;
                } else if (count > 1) {
                    doubled++;
                }
                if (count != 1) {
                    details.add(recovery + " " + effect + ": " + count);
                }
            }
            String end = scene.said("ends", recovery).orElse("none");
            if (!end.equals("recovered")) {
                wrongEnds++;
                details.add(recovery + " ended as " + end);
            }
        }
        return new Tally(seed, recoveries, lost, doubled, doublyDestroyed, unapproved, wrongEnds, orphans, details);
    }

    boolean clean() {
        return lost + doubled + doublyDestroyed + unapproved + wrongEnds + orphans == 0;
    }

    @Override
    public String toString() {
        return "seed " + seed + ": " + recoveries + " recoveries, " + lost + " lost steps, " + doubled
                + " double effects, " + doublyDestroyed + " double destructions, " + unapproved
                + " unapproved destructions, " + wrongEnds + " wrong ends, "
                + orphans + " orphans" + (details.isEmpty() ? "" : " " + details);
    }
}
