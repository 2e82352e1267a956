package dev.kaltstart.flux;

import dev.kaltstart.alert.Sightings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is reported, as the inbox of alerts does. */
public final class KeptSightings implements Sightings {

    public final List<Open> open = new ArrayList<>();
    public final List<Sighting> reported = new ArrayList<>();

    @Override
    public List<Open> open(String cluster) {
        return List.copyOf(open);
    }

    @Override
    public void began(String cluster, Sighting sighting) {
        reported.add(sighting);
        open.add(new Open(
                true,
                false,
                "f" + reported.size(),
                sighting.name(),
                sighting.object(),
                sighting.since(),
                sighting.since()));
    }

    @Override
    public void over(String cluster, Open trouble) {
        open.remove(trouble);
    }

    public void leaveBehind() {
        open.replaceAll(one ->
                new Open(one.own(), true, one.fingerprint(), one.name(), one.object(), one.since(), one.reported()));
    }

    public void fluxTold(String name, String object, Instant at) {
        open.add(new Open(false, false, "f", name, object, at, at));
    }
}
