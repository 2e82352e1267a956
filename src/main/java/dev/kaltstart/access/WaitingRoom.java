package dev.kaltstart.access;

import dev.kaltstart.api.SlowBody;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where requests wait for the rest of their bodies. Each of them holds a thread of the server, so there is room for some
 * only, and a new request replaces the slowest one when all places are taken. Thread-safe.
 */
final class WaitingRoom {

    private static final long NANOS = 1_000_000_000L;
    /** In seconds, before a request can count as slow. */
    private static final double GRACE = 0.5;

    private final int places;
    private final List<Place> taken = new ArrayList<>();

    WaitingRoom(int places) {
        this.places = places;
    }

    Place enter() {
        var place = new Place(System.nanoTime());
        synchronized (taken) {
            if (taken.size() >= places) {
                taken.stream().min(Comparator.comparingDouble(Place::pace)).ifPresent(slowest -> {
                    taken.remove(slowest);
                    slowest.sendAway();
                });
            }
            taken.add(place);
        }
        return place;
    }

    int waiting() {
        synchronized (taken) {
            return taken.size();
        }
    }

    final class Place implements AutoCloseable {

        private final long since;
        private volatile long received;
        private boolean away;

        private Place(long since) {
            this.since = since;
        }

        /** Bytes a second; of those who have just come, the longest here is the slowest. */
        private double pace() {
            double seconds = (System.nanoTime() - since) / (double) NANOS;
            return seconds < GRACE ? Double.MAX_VALUE / (1 + seconds) : received / seconds;
        }

        void received(long bytes) {
            received = bytes;
        }

        private synchronized void sendAway() {
            away = true;
            notifyAll();
        }

        /** @throws SlowBody when another request has taken this place */
        synchronized void pause(long millis) throws SlowBody {
            try {
                if (!away) {
                    wait(millis);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                away = true;
            }
            if (away) {
                throw new SlowBody();
            }
        }

        @Override
        public void close() {
            synchronized (taken) {
                taken.remove(this);
            }
        }
    }
}
