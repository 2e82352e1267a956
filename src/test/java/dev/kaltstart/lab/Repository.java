package dev.kaltstart.lab;

import dev.kaltstart.git.RealGit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A Git repository that the Flux of a world follows, and a checkout of it from which the branch main is pushed. */
public interface Repository {

    String url();

    Path checkout();

    default Repository write(String file, String content) {
        try {
            Path path = checkout().resolve(file);
            Files.createDirectories(Objects.requireNonNull(path.getParent()));
            Files.writeString(path, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Commits everything and pushes it. @return the revision as Flux writes it */
    default String push() {
        RealGit.git(checkout(), "add", "--all");
        RealGit.git(checkout(), "commit", "--quiet", "--message=change");
        RealGit.git(checkout(), "push", "--quiet", "origin", "HEAD:main");
        return "main@sha1:" + RealGit.git(checkout(), "rev-parse", "HEAD");
    }
}
