package dev.kaltstart.access;

import dev.kaltstart.api.SlowBody;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A body of known length that is waited for in the {@link WaitingRoom}, and not for ever. */
final class PatientBody extends ServletInputStream {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** In bytes a second: a slow line, and no sender at all that drips. */
    private static final long SLOWEST = 16 * 1024;

    private static final long SHORTEST_PAUSE = 2;
    private static final long LONGEST_PAUSE = 50;

    private final ServletInputStream body;
    private final BodyArrival arrival;
    private final WaitingRoom room;
    private final long length;
    private final long end;
    private long received;
    private WaitingRoom.@Nullable Place place;

    PatientBody(ServletInputStream body, BodyArrival arrival, WaitingRoom room, long length) {
        this.body = body;
        this.arrival = arrival;
        this.room = room;
        this.length = length;
        this.end = System.nanoTime() + PATIENCE.plusSeconds(length / SLOWEST).toNanos();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) throws IOException {
        if (wanted == 0) {
            return 0;
        }
        if (received < length) {
            await();
        }
        int read = readNow(target, offset, wanted);
        if (read > 0) {
            received += read;
            if (place != null) {
                place.received(received);
            }
        }
        if (read < 0 || received >= length) {
            leave();
        }
        return read;
    }

    private int readNow(byte[] target, int offset, int wanted) throws IOException {
        try {
            return body.read(target, offset, wanted);
        } catch (IOException e) {
            // who has gone is answered no more, and is nothing to fill a log with
            throw new SlowBody();
        }
    }

    private void await() throws IOException {
        long pause = SHORTEST_PAUSE;
        while (body.available() == 0 && !arrival.now()) {
            if (System.nanoTime() - end > 0) {
                throw new SlowBody();
            }
            if (place == null) {
                place = room.enter();
            }
            place.pause(pause);
            pause = Math.min(LONGEST_PAUSE, pause * 2);
        }
    }

    /** Gives the place back, if there is one. */
    void leave() {
        if (place != null) {
            place.close();
            place = null;
        }
    }

    @Override
    public int available() throws IOException {
        return body.available();
    }

    @Override
    public boolean isFinished() {
        return body.isFinished();
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        throw new UnsupportedOperationException("this is waited for");
    }
}
