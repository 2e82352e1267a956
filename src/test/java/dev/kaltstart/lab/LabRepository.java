package dev.kaltstart.lab;

import dev.kaltstart.git.RealGit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A bare repository that the lab serves over HTTP, and a checkout of it. */
public final class LabRepository implements Repository {

    private final Path bare;
    private final String url;
    private final Path checkout;

    private LabRepository(Path bare, String url, Path checkout) {
        this.bare = bare;
        this.url = url;
        this.checkout = checkout;
    }

    /** With one commit on the branch main. */
    public static LabRepository open(Path directory, String name) {
        Lab lab = Lab.here().with("git");
        Path bare = Path.of(lab.setting("REPOSITORIES")).resolve(name + ".git");
        var repository = new LabRepository(
                bare, lab.setting("GIT") + "/" + name + ".git", directory.resolve("checkout-of-" + name));
        try {
            Files.createDirectories(bare);
            RealGit.git(bare, "init", "--quiet", "--bare", "--initial-branch=main");
            RealGit.git(bare, "config", "http.receivepack", "true");
            RealGit.repository(repository.checkout);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RealGit.git(repository.checkout, "remote", "add", "origin", repository.url);
        RealGit.git(repository.checkout, "push", "--quiet", "--set-upstream", "origin", "main");
        return repository;
    }

    public Path bare() {
        return bare;
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public Path checkout() {
        return checkout;
    }

    @Override
    public LabRepository write(String file, String content) {
        Repository.super.write(file, content);
        return this;
    }
}
