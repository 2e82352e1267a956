package dev.kaltstart.access;

import jakarta.ws.rs.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.model.Resource;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Every address that something answers at, of Kaltstart and of the engine. */
record MappedPaths(Collection<RequestMappingInfoHandlerMapping> mappings, ResourceConfig engineRest) {

    Set<String> all() {
        Set<String> paths = new TreeSet<>(ours());
        paths.addAll(ofEngine("/engine-rest"));
        return paths;
    }

    Set<String> ours() {
        return mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(info -> info.getPatternValues().stream())
                .map(MappedPaths::filledIn)
                .collect(Collectors.toSet());
    }

    Set<String> ofEngine(String base) {
        return engineRest.getClasses().stream()
                .filter(type -> type.isAnnotationPresent(Path.class))
                .map(Resource::from)
                .flatMap(resource -> paths(base, resource))
                .map(MappedPaths::filledIn)
                .collect(Collectors.toSet());
    }

    private static Stream<String> paths(String above, Resource resource) {
        String path = above + "/" + resource.getPath();
        return Stream.concat(
                Stream.of(path), resource.getChildResources().stream().flatMap(child -> paths(path, child)));
    }

    private static String filledIn(String pattern) {
        String path = pattern.replaceAll("\\{[^}]*}", "x").replace("**", "x").replaceAll("/+", "/");
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
