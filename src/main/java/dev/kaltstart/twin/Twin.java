package dev.kaltstart.twin;

import dev.kaltstart.shell.Runner;
import dev.kaltstart.twin.api.ApiServer;
import dev.kaltstart.twin.tool.RenderedFiles;
import dev.kaltstart.twin.tool.Scratch;
import dev.kaltstart.twin.tool.TwinRunner;
import dev.kaltstart.twin.world.World;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.vertx.core.Vertx;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A running twin: its world and its interfaces. */
final class Twin implements AutoCloseable {

    private static final String PORT = "port";
    private static final String TOKEN = "token";
    private static final int TIMEOUT_MILLIS = 10_000;

    private final World world;
    private final String token;
    private final ApiServer api;
    private final TwinRunner runner;
    private @Nullable KubernetesClient client;

    Twin(World world, Vertx vertx, Runner local) {
        this.world = world;
        this.runner = new TwinRunner(world, local);
        this.token = world.on(there ->
                there.marks().computeIfAbsent(TOKEN, name -> UUID.randomUUID().toString()));
        this.api = new ApiServer(vertx, world, Integer.parseInt(world.marks().getOrDefault(PORT, "0")), token);
        api.open();
        world.on(there -> there.marks().put(PORT, Integer.toString(api.port())));
        var kubeconfig = world.repository().resolve(world.order().site().kubeconfig());
        Scratch.write(kubeconfig, RenderedFiles.kubeconfig(world, api.url(), token));
    }

    World world() {
        return world;
    }

    TwinRunner runner() {
        return runner;
    }

    String url() {
        return api.url();
    }

    /** Advances its clock. */
    void tick() {
        api.follow();
    }

    synchronized KubernetesClient client() {
        if (client == null) {
            client = new KubernetesClientBuilder().withConfig(config()).build();
        }
        return client;
    }

    /** A client that reports failures instead of retrying: the steps have their own retries. */
    private Config config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(api.url())
                .withOauthToken(token)
                .withHttp2Disable(true)
                .withRequestRetryBackoffLimit(0)
                .withConnectionTimeout(TIMEOUT_MILLIS)
                .withRequestTimeout(TIMEOUT_MILLIS)
                .build();
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
        api.close();
    }
}
