package dev.kaltstart.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** The directory in which one run takes place. What is said there is said whole or not at all. */
record Scene(Path root) {

    static Scene at(Path root) throws IOException {
        for (String part : List.of("marks", "questions", "approved", "answers", "ends", "ready", "new")) {
            Files.createDirectories(root.resolve(part));
        }
        return new Scene(root);
    }

    Marks marks() {
        return new Marks(root.resolve("marks"));
    }

    void say(String kind, String name, String text) throws IOException {
        Path whole = Files.createTempFile(root.resolve("new"), name, "");
        Files.writeString(whole, text);
        Files.move(whole, root.resolve(kind).resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    Optional<String> said(String kind, String name) throws IOException {
        Path file = root.resolve(kind).resolve(name);
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    List<String> names(String kind) throws IOException {
        try (var files = Files.list(root.resolve(kind))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
