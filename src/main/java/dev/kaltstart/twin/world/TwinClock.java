package dev.kaltstart.twin.world;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** Runs faster than the wall clock, from the moment the twin was made on. Keeps running while Kaltstart is down. */
public final class TwinClock extends Clock {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Clock wall;
    private final Instant origin;
    private final double speed;

    public TwinClock(Clock wall, Instant origin, double speed) {
        this.wall = wall;
        this.origin = origin;
        this.speed = speed;
    }

    @Override
    public Instant instant() {
        var passed = Duration.between(origin, wall.instant());
        var seconds = passed.getSeconds() * speed + passed.getNano() * speed / 1e9;
        return origin.plus(Duration.ofMillis((long) (seconds * 1000)));
    }

    /** Converts a duration of the twin to the wall clock. */
    public Duration pace(Duration duration) {
        var paced = Duration.ofMillis((long) (duration.toMillis() / speed));
        return paced.compareTo(SHORTEST) < 0 ? SHORTEST : paced;
    }

    @Override
    public ZoneId getZone() {
        return wall.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new TwinClock(wall.withZone(zone), origin, speed);
    }
}
