package dev.kaltstart.access;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Lets a filter see whether a body has arrived, which the servlet interface does not. And never waits for the rest of a
 * body that was not read: the server would read it to its end before it lets go of the thread, at the sender's pace.
 */
final class BodyValve extends ValveBase {

    /** In bytes: what a sender may have sent already. To answer and close over it would lose the answer. */
    private static final int AT_HAND = 128 * 1024;

    BodyValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var raw = request.getCoyoteRequest();
        request.setAttribute(BodyArrival.ATTRIBUTE, (BodyArrival) () -> hasArrived(raw));
        try {
            getNext().invoke(request, response);
        } finally {
            if (!request.isAsync()) {
                leaveTheRest(raw);
            }
        }
    }

    private static boolean hasArrived(org.apache.coyote.Request raw) {
        // without waiting, but with a look at the socket
        raw.action(ActionCode.AVAILABLE, true);
        return raw.getAvailable() > 0;
    }

    private static void leaveTheRest(org.apache.coyote.Request raw) throws IOException {
        if (raw.getContentLengthLong() > 0) {
            var sink = new Sink();
            for (int read = 0; read < AT_HAND && !isRead(raw) && hasArrived(raw); read += sink.size) {
                if (raw.doRead(sink) <= 0) {
                    break;
                }
            }
        }
        if (!isRead(raw)) {
            raw.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    private static boolean isRead(org.apache.coyote.Request raw) {
        var whole = new AtomicBoolean();
        raw.action(ActionCode.REQUEST_BODY_FULLY_READ, whole);
        return whole.get();
    }

    private static final class Sink implements ApplicationBufferHandler {

        private int size;
        private ByteBuffer buffer = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer given) {
            buffer = given;
            size = Math.max(1, given.remaining());
            given.position(given.limit());
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int more) {
            // what arrives is thrown away
        }
    }
}
