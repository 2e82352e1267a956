package dev.kaltstart.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Looks at many things at once, in the name of a thread that may be stopped. */
public final class Parallel {

    private Parallel() {}

    /**
     * In the order of the items.
     *
     * @throws Shell.Interrupted when this thread is stopped; so are those that work for it
     */
    public static <A, B> List<B> map(int threads, List<A> items, Function<A, B> look) {
        var pool = Executors.newFixedThreadPool(threads);
        try {
            var looks = new ArrayList<Future<B>>();
            items.forEach(item -> looks.add(pool.submit(() -> look.apply(item))));
            var seen = new ArrayList<B>();
            for (Future<B> one : looks) {
                seen.add(one.get());
            }
            return seen;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Shell.Interrupted("stopped while many things were read at once");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
