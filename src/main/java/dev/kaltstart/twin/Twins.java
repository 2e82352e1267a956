package dev.kaltstart.twin;

import dev.kaltstart.shell.Shells;
import dev.kaltstart.twin.life.Life;
import dev.kaltstart.twin.origin.Origin;
import dev.kaltstart.twin.world.Order;
import dev.kaltstart.twin.world.TwinClock;
import dev.kaltstart.twin.world.World;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The twins at work in this process, and the one thread that lets their time pass. */
@Component
class Twins implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Twins.class);
    private static final Duration TICK = Duration.ofMillis(200);

    private final Map<String, Twin> open = new ConcurrentHashMap<>();
    private final TwinHome home;
    private final Clock wall;
    private final Shells shells;
    private @Nullable Vertx vertx;
    private @Nullable Pulse pulse;

    Twins(@Value("${kaltstart.home}") String home, Clock wall, Shells shells) {
        this.home = new TwinHome(Path.of(home));
        this.wall = wall;
        this.shells = shells;
    }

    TwinHome home() {
        return home;
    }

    Clock wall() {
        return wall;
    }

    /** Where the repository of a twin is kept. */
    Origin origin(String recovery) {
        return new Origin(home.of(recovery).resolve("origin.git"));
    }

    /** A world in its directory; what has been kept there comes back. */
    World world(Order order) {
        var clock = new TwinClock(wall, order.origin(), order.speed());
        return new World(home.of(order.recovery()), order, clock, Life.RULES);
    }

    /** The twin of a recovery, taken from the disk when it is not at work yet; empty when there is none. */
    synchronized Optional<Twin> find(String recovery) {
        var there = open.get(recovery);
        if (there != null) {
            return Optional.of(there);
        }
        return home.order(recovery).map(order -> {
            var twin = new Twin(world(order), vertx(), shells.local());
            open.put(recovery, twin);
            start();
            return twin;
        });
    }

    /** The twin of a recovery that has not ended. */
    Optional<Twin> working(String recovery) {
        return home.order(recovery).isPresent() && !home.isClosed(recovery) ? find(recovery) : Optional.empty();
    }

    /** One event loop for all twins. */
    private synchronized Vertx vertx() {
        if (vertx == null) {
            // no files of its own: everything that is written lies under the home of Kaltstart
            var files = new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
            vertx = Vertx.vertx(new VertxOptions()
                    .setEventLoopPoolSize(1)
                    .setWorkerPoolSize(4)
                    .setFileSystemOptions(files));
        }
        return vertx;
    }

    List<Twin> all() {
        return List.copyOf(open.values());
    }

    /** Starts what was given back or has come from elsewhere. */
    synchronized void takeUp(String recovery) {
        home.reopened(recovery);
        if (pulse != null) {
            find(recovery);
        }
    }

    synchronized void discard(String recovery) {
        close(recovery);
        home.discard(recovery);
    }

    synchronized void close(String recovery) {
        var twin = open.remove(recovery);
        if (twin != null) {
            twin.close();
        }
        if (home.order(recovery).isPresent()) {
            home.closed(recovery);
        }
    }

    /** Takes up again what was at work when Kaltstart ended. */
    @Override
    public synchronized void start() {
        if (pulse != null) {
            return;
        }
        pulse = new Pulse("twins", TICK, () -> all().forEach(Twin::tick));
        for (String recovery : home.active()) {
            try {
                find(recovery);
            } catch (RuntimeException e) {
                log.warn("the twin of {} does not come back", recovery, e);
            }
        }
    }

    @Override
    public synchronized void stop() {
        if (pulse != null) {
            pulse.close();
            pulse = null;
        }
        open.values().forEach(Twin::close);
        open.clear();
        if (vertx != null) {
            try {
                vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                log.debug("the event loop did not end in time", e);
            }
            vertx = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return pulse != null;
    }
}
