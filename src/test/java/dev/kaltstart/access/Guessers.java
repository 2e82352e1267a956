package dev.kaltstart.access;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Many who do the same again and again, until they are closed. */
final class Guessers implements AutoCloseable {

    private final ExecutorService threads;
    private final AtomicInteger tries = new AtomicInteger();
    private volatile boolean over;

    Guessers(int number, Runnable guess) {
        threads = Executors.newFixedThreadPool(number);
        for (int i = 0; i < number; i++) {
            threads.execute(() -> {
                while (!over) {
                    guess.run();
                    tries.incrementAndGet();
                }
            });
        }
    }

    void await(int number) {
        Awaitility.await("guesses").atMost(Duration.ofSeconds(60)).until(() -> tries.get() >= number);
    }

    @Override
    public void close() {
        over = true;
        threads.shutdown();
        Awaitility.await("the last answers").atMost(Duration.ofSeconds(60)).until(threads::isTerminated);
    }
}
