package dev.kaltstart.twin.tool;

import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.World;

/** The files that name the cluster's authority: credentials and machine configurations. None of them opens anything. */
public final class RenderedFiles {

    /** Base64 of nothing worth keeping. */
    private static final String NO_KEY = "dHdpbg==";

    private RenderedFiles() {}

    /** With every node in its node list, as talhelper writes it. */
    public static String talosconfig(World world, String authority) {
        var name = world.order().site().name();
        var file = Json.object().put("context", name);
        var context = Json.within(file, "contexts", name);
        var endpoints = Json.list(context, "endpoints");
        var nodes = Json.list(context, "nodes");
        world.machines().forEach(machine -> {
            nodes.add(machine.address());
            if (machine.controlPlane()) {
                endpoints.add(machine.address());
            }
        });
        context.put("ca", authority).put("crt", NO_KEY).put("key", NO_KEY);
        return YamlFiles.write(file);
    }

    /**
     * @param url where the twin's API listens
     * @param token that it asks for
     */
    public static String kubeconfig(World world, String url, String token) {
        var name = world.order().site().name();
        return """
                apiVersion: v1
                kind: Config
                current-context: admin@%1$s
                clusters:
                  - name: %1$s
                    cluster: {server: "%2$s"}
                contexts:
                  - name: admin@%1$s
                    context: {cluster: %1$s, user: admin@%1$s}
                users:
                  - name: admin@%1$s
                    user: {token: %3$s}
                """.formatted(name, url, token);
    }

    /** The configuration of a machine, as the person makes it who renders by hand. */
    public static void write(World world, Machine machine) {
        Scratch.write(
                world.repository().resolve(machine.blueprint().configFile()),
                machineConfig(world, machine, world.pki()));
    }

    static String machineConfig(World world, Machine machine, String authority) {
        var site = world.order().site();
        var config =
                Json.object().put("version", "v1alpha1").put("debug", false).put("persist", true);
        var part = Json.within(config, "machine");
        part.put("type", machine.controlPlane() ? "controlplane" : "worker").put("token", "twin.rehearsal");
        Json.within(part, "ca").put("crt", authority).put("key", machine.controlPlane() ? NO_KEY : "");
        Json.within(part, "network").put("hostname", machine.talosName());
        Json.within(part, "install")
                .put("disk", "/dev/nvme0n1")
                .put("image", "factory.talos.dev/installer:" + site.talosVersion());
        var cluster = Json.within(config, "cluster");
        cluster.put("clusterName", site.name());
        Json.within(cluster, "controlPlane").put("endpoint", site.endpoint());
        return YamlFiles.write(config);
    }
}
