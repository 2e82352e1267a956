package dev.kaltstart.readiness.item;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.springframework.stereotype.Component;

/** Whether something listens at an address. Nothing is sent there. */
@FunctionalInterface
interface TcpDoor {

    boolean isOpen(String host, int port);

    /** From this machine. */
    @Component
    class OfThisMachine implements TcpDoor {

        private static final int PATIENCE_MILLIS = 3_000;

        @Override
        public boolean isOpen(String host, int port) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
                return true;
            } catch (IOException e) {
                return false;
            }
        }
    }
}
