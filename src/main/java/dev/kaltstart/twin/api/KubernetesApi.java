package dev.kaltstart.twin.api;

import dev.kaltstart.twin.store.ApiError;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.World;

/** Routes API requests to a world. */
final class KubernetesApi {

    private final World world;
    private final ApiDiscovery discovery;

    KubernetesApi(World world) {
        this.world = world;
        this.discovery = new ApiDiscovery(world.order().site());
    }

    ApiResponse answer(ApiRequest asked) {
        try {
            return world.on(there -> decide(asked));
        } catch (ApiError refusal) {
            return ApiResponse.no(refusal);
        }
    }

    private ApiResponse decide(ApiRequest asked) {
        if (asked.path().matches("/(healthz|readyz|livez).*")) {
            return ApiResponse.text(world.apiWorks() ? 200 : 500, world.apiWorks() ? "ok" : "[-]etcd failed");
        }
        if (!world.apiWorks()) {
            throw new ApiError(500, "InternalError", "etcdserver: request timed out");
        }
        var described = discovery.answer(asked.path());
        if (described.isPresent()) {
            return ApiResponse.of(200, described.get());
        }
        return RequestTarget.of(asked.path())
                .filter(target -> discovery.serves(target.kind()))
                .map(target -> act(target, asked))
                .orElseGet(() -> ApiResponse.text(404, "404 page not found\n"));
    }

    private ApiResponse act(RequestTarget target, ApiRequest asked) {
        var reading = new ReadHandler(world.objects());
        return switch (asked.method()) {
            case "GET" ->
                ApiResponse.of(200, target.name().isEmpty() ? reading.list(target, asked) : reading.get(target.key()));
            case "POST" -> post(target, asked);
            case "PUT" -> ApiResponse.of(200, new WriteHandler(world).replace(target, asked));
            case "PATCH" -> ApiResponse.of(200, new WriteHandler(world).patch(target, asked));
            case "DELETE" -> ApiResponse.of(200, delete(target, asked, reading));
            default -> throw new ApiError(405, "MethodNotAllowed", "the server does not allow this method");
        };
    }

    private ApiResponse post(RequestTarget target, ApiRequest asked) {
        if (target.kind().equals(Kinds.POD) && "eviction".equals(target.part())) {
            return ApiResponse.of(201, new EvictionHandler(world).evict(target.key(), asked));
        }
        if (!target.name().isEmpty()) {
            throw new ApiError(404, "NotFound", "the server could not find the requested resource");
        }
        return ApiResponse.of(201, new WriteHandler(world).create(target, asked));
    }

    private Object delete(RequestTarget target, ApiRequest asked, ReadHandler reading) {
        var deleting = new DeleteHandler(world);
        if (!target.name().isEmpty()) {
            return deleting.delete(target.key(), asked);
        }
        reading.chosen(target, asked)
                .forEach(object -> deleting.delete(dev.kaltstart.twin.store.Objects.key(target.kind(), object), asked));
        return Json.of("{'kind': 'Status', 'apiVersion': 'v1', 'metadata': {}, 'status': 'Success'}");
    }
}
