package dev.kaltstart.twin;

import dev.kaltstart.shell.Shells;
import dev.kaltstart.twin.data.TwinRules;
import dev.kaltstart.twin.origin.Origin;
import dev.kaltstart.twin.world.TwinClock;
import dev.kaltstart.twin.world.TwinOrder;
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

/** The running twins of this process, and the thread that advances their clocks. */
@Component
class Twins implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Twins.class);
    private static final Duration TICK = Duration.ofMillis(200);

    private final Map<String, Twin> open = new ConcurrentHashMap<>();
    private final TwinHome home;
    private final Clock wall;
    private final Shells shells;
    private @Nullable Vertx vertx;
    private @Nullable TwinTicker pulse;

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

    /** The origin repository of a twin. */
    Origin origin(String recovery) {
        return new Origin(home.of(recovery).resolve("origin.git"));
    }

    /** Opens a world in its directory; saved state is restored. */
    World world(TwinOrder order) {
        var clock = new TwinClock(wall, order.origin(), order.speed());
        return new World(home.of(order.recovery()), order, clock, TwinRules.RULES);
    }

    /** The twin of a recovery, loaded from disk if it is not running yet; empty when there is none. */
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
            // no temporary files: everything is written under the home of Kaltstart
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

    /** Starts a twin that was released or imported. */
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
        // first: a thread that is interrupted while the twin closes must not leave it to be restarted
        if (home.order(recovery).isPresent()) {
            home.closed(recovery);
        }
        var twin = open.remove(recovery);
        if (twin != null) {
            twin.close();
        }
    }

    /** Restarts the twins that were running when Kaltstart ended. */
    @Override
    public synchronized void start() {
        if (pulse != null) {
            return;
        }
        pulse = new TwinTicker("twins", TICK, () -> all().forEach(Twin::tick));
        for (String recovery : home.active()) {
            try {
                find(recovery);
            } catch (RuntimeException e) {
                log.warn("the twin of {} cannot be restarted", recovery, e);
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
