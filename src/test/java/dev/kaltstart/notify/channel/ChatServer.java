package dev.kaltstart.notify.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A chat on localhost, over real HTTP. What goes wrong with it is put into {@link #faults}, one for each request. */
public abstract class ChatServer implements AutoCloseable {

    protected static final ObjectMapper JSON = new ObjectMapper();

    /** Each request as it came, also those that were not taken. */
    public final List<Request> requests = new CopyOnWriteArrayList<>();

    public final ConcurrentLinkedQueue<Fault> faults = new ConcurrentLinkedQueue<>();

    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    protected ChatServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** The secret address of its webhook. */
    public abstract String url();

    protected abstract Answer answer(Request request);

    protected String at(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), ""),
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            requests.add(request);
            Fault fault = faults.poll();
            if (fault == null) {
                send(exchange, answer(request));
            } else {
                fault.of(this, request, exchange);
            }
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    protected static Answer json(int status, Object body, Map<String, String> headers) {
        try {
            return new Answer(status, headers, JSON.writeValueAsString(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public record Request(String method, String path, String query, Headers headers, String body) {

        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public String header(String name) {
            return Objects.requireNonNullElse(headers.getFirst(name), "");
        }
    }

    public record Answer(int status, Map<String, String> headers, String body) {}

    /** What happens to one request. */
    @FunctionalInterface
    public interface Fault {

        void of(ChatServer server, Request request, HttpExchange exchange) throws IOException;

        /** Nothing goes wrong with this one. */
        static Fault none() {
            return (server, request, exchange) -> send(exchange, server.answer(request));
        }

        static Fault status(int status) {
            return answering(status, Map.of(), "");
        }

        static Fault answering(int status, Map<String, String> headers, String body) {
            return (server, request, exchange) -> send(exchange, new Answer(status, headers, body));
        }

        /** Takes the message, and says nothing. */
        static Fault hang() {
            return (server, request, exchange) -> {
                server.answer(request);
                try {
                    server.closed.await(1, TimeUnit.MINUTES);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            };
        }

        /** Takes the message, and says so after half a second. */
        static Fault slow() {
            return (server, request, exchange) -> {
                try {
                    server.closed.await(500, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                send(exchange, server.answer(request));
            };
        }

        /** Begins an answer that never ends. */
        static Fault endless() {
            return (server, request, exchange) -> {
                exchange.sendResponseHeaders(200, 0);
                try {
                    while (!server.closed.await(20, TimeUnit.MILLISECONDS)) {
                        exchange.getResponseBody().write('x');
                        exchange.getResponseBody().flush();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            };
        }

        /** Takes the message, and ends the connection. */
        static Fault cut() {
            return (server, request, exchange) -> server.answer(request);
        }
    }
}
