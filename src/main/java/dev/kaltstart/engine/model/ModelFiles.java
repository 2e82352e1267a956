package dev.kaltstart.engine.model;

import dev.kaltstart.engine.form.FieldList;
import dev.kaltstart.engine.form.FieldListReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The files under {@code processes/}, by folder. Names are relative to it and so the same in a jar, in an IDE and under
 * Maven: the engine makes a new version of everything when they differ.
 */
@Component
public class ModelFiles {

    private final Map<String, List<ModelFile>> byFolder = new TreeMap<>();

    /** @param roots folders on the class path, each ending with a slash */
    ModelFiles(@Value("${kaltstart.processes:processes/}") String... roots) {
        for (String root : roots) {
            for (Resource resource : resources(root)) {
                String path = relative(root, resource);
                byFolder.computeIfAbsent(path.substring(0, path.lastIndexOf('/')), folder -> new ArrayList<>())
                        .add(new ModelFile(path, resource));
            }
        }
    }

    Map<String, List<ModelFile>> byFolder() {
        return byFolder;
    }

    /** The file of that name in the folder of a model, at any depth. */
    public Optional<ModelFile> beside(String model, String fileName) {
        return byFolder.entrySet().stream()
                .filter(folder ->
                        folder.getKey().equals(model) || folder.getKey().endsWith("/" + model))
                .flatMap(folder -> folder.getValue().stream())
                .filter(file -> file.path().endsWith("/" + fileName))
                .findFirst();
    }

    private static List<Resource> resources(String root) {
        try {
            var resolver = new PathMatchingResourcePatternResolver();
            return List.of(resolver.getResources("classpath*:" + root + "**/*.*"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the models on the class path", e);
        }
    }

    private static String relative(String root, Resource resource) {
        try {
            String url = resource.getURL().toString();
            return url.substring(url.lastIndexOf("/" + root) + root.length() + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param path relative to {@code processes/} */
    public record ModelFile(String path, Resource resource) {

        boolean deployable() {
            return path.endsWith(".bpmn") || path.endsWith(".dmn");
        }

        /** @throws IllegalStateException when there is a mistake in it */
        public Map<String, FieldList> fieldLists() {
            try (InputStream content = resource.getInputStream()) {
                return FieldListReader.read(path, content);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the forms " + path, e);
            }
        }
    }
}
