package dev.kaltstart.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a watch tells, and from when on. */
abstract class WatchContract extends Contract {

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<Long> versions = new CopyOnWriteArrayList<>();

    @Test
    void tellsOfWhatIsThereAndOfEveryChange() {
        create("first");
        try (Watch watch = watch(new ListOptions())) {
            seenSoFar("ADDED first");
            create("second");
            change("second");
            map("first").delete();
            seenSoFar("ADDED first", "ADDED second", "MODIFIED second", "DELETED first");
        }
    }

    @Test
    void tellsOfEverythingSinceTheVersionThatAListHad() {
        create("first");
        create("second");
        String version = maps().list().getMetadata().getResourceVersion();
        change("second");
        create("third");
        map("first").delete();
        map("third").delete();

        try (Watch watch =
                watch(new ListOptionsBuilder().withResourceVersion(version).build())) {
            seenSoFar("MODIFIED second", "ADDED third", "DELETED first", "DELETED third");
            assertThat(versions).isSorted().doesNotHaveDuplicates();
            assertThat(versions.get(0)).isGreaterThan(Long.parseLong(version));
        }
    }

    @Test
    void tellsOfAnObjectThatLeavesTheSelectionAsDeleted() {
        create("first");
        try (Watch watch = maps().withLabel("watched", "yes").watch(new ListOptions(), listener())) {
            label("first", "yes");
            seenSoFar("ADDED first");
            change("first");
            seenSoFar("ADDED first", "MODIFIED first");
            label("first", "no");
            seenSoFar("ADDED first", "MODIFIED first", "DELETED first");
        }
    }

    @Test
    void sendsABookmarkBeforeItEnds() {
        create("first");
        var options = new ListOptionsBuilder()
                .withAllowWatchBookmarks(true)
                .withTimeoutSeconds(4L)
                .build();
        try (Watch watch = watch(options)) {
            world.until("a bookmark", () -> seen.stream().anyMatch(event -> event.startsWith("BOOKMARK")));
        }
        assertThat(seen).startsWith("ADDED first", "BOOKMARK null");
    }

    private void seenSoFar(String... events) {
        world.until(String.join(", ", events) + ", seen " + seen, () -> seen.size() >= events.length);
        assertThat(seen).containsExactly(events);
    }

    /** Kubernetes puts a map of its own into every namespace. */
    private io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable<
                    ConfigMap, io.fabric8.kubernetes.api.model.ConfigMapList, Resource<ConfigMap>>
            maps() {
        return world.kubernetes().configMaps().inNamespace(world.namespace()).withLabel("contract");
    }

    private Watch watch(ListOptions options) {
        return maps().watch(options, listener());
    }

    private Watcher<ConfigMap> listener() {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, ConfigMap map) {
                versions.add(Long.parseLong(map.getMetadata().getResourceVersion()));
                seen.add(action + " " + map.getMetadata().getName());
            }

            @Override
            public void onClose(WatcherException cause) {
                seen.add("closed: " + cause.getMessage());
            }
        };
    }

    private void create(String name) {
        world.kubernetes()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(world.namespace())
                        .withLabels(Map.of("contract", "yes"))
                        .endMetadata()
                        .build())
                .create();
    }

    private void change(String name) {
        map(name)
                .edit(map -> new ConfigMapBuilder(map)
                        .addToData("changed", "at " + System.nanoTime())
                        .build());
    }

    private void label(String name, String watched) {
        map(name)
                .edit(map -> new ConfigMapBuilder(map)
                        .editMetadata()
                        .addToLabels("watched", watched)
                        .endMetadata()
                        .build());
    }

    private Resource<ConfigMap> map(String name) {
        return world.kubernetes().configMaps().inNamespace(world.namespace()).withName(name);
    }
}
