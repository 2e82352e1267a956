package dev.kaltstart.twin.api;

import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Refusal;
import dev.kaltstart.twin.world.World;

/** Routes API requests to a world. */
final class KubernetesApi {

    private final World world;
    private final Discovery discovery;

    KubernetesApi(World world) {
        this.world = world;
        this.discovery = new Discovery(world.order().site());
    }

    Answer answer(Asked asked) {
        try {
            return world.on(there -> decide(asked));
        } catch (Refusal refusal) {
            return Answer.no(refusal);
        }
    }

    private Answer decide(Asked asked) {
        if (asked.path().matches("/(healthz|readyz|livez).*")) {
            return Answer.text(world.apiWorks() ? 200 : 500, world.apiWorks() ? "ok" : "[-]etcd failed");
        }
        if (!world.apiWorks()) {
            throw new Refusal(500, "InternalError", "etcdserver: request timed out");
        }
        var described = discovery.answer(asked.path());
        if (described.isPresent()) {
            return Answer.of(200, described.get());
        }
        return Target.of(asked.path())
                .filter(target -> discovery.serves(target.kind()))
                .map(target -> act(target, asked))
                .orElseGet(() -> Answer.text(404, "404 page not found\n"));
    }

    private Answer act(Target target, Asked asked) {
        var reading = new Reading(world.objects());
        return switch (asked.method()) {
            case "GET" ->
                Answer.of(200, target.name().isEmpty() ? reading.list(target, asked) : reading.get(target.key()));
            case "POST" -> post(target, asked);
            case "PUT" -> Answer.of(200, new Writing(world).replace(target, asked));
            case "PATCH" -> Answer.of(200, new Writing(world).patch(target, asked));
            case "DELETE" -> Answer.of(200, delete(target, asked, reading));
            default -> throw new Refusal(405, "MethodNotAllowed", "the server does not allow this method");
        };
    }

    private Answer post(Target target, Asked asked) {
        if (target.kind().equals(Kinds.POD) && "eviction".equals(target.part())) {
            return Answer.of(201, new Evicting(world).evict(target.key(), asked));
        }
        if (!target.name().isEmpty()) {
            throw new Refusal(404, "NotFound", "the server could not find the requested resource");
        }
        return Answer.of(201, new Writing(world).create(target, asked));
    }

    private Object delete(Target target, Asked asked, Reading reading) {
        var deleting = new Deleting(world);
        if (!target.name().isEmpty()) {
            return deleting.delete(target.key(), asked);
        }
        reading.chosen(target, asked)
                .forEach(object -> deleting.delete(dev.kaltstart.twin.store.Objects.key(target.kind(), object), asked));
        return Json.of("{'kind': 'Status', 'apiVersion': 'v1', 'metadata': {}, 'status': 'Success'}");
    }
}
