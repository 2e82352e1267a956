package dev.kaltstart.cluster.config;

import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.RepositoryUrl;
import dev.kaltstart.cluster.inventory.Problems;
import dev.kaltstart.cluster.yaml.Yaml;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the repository settings of a cluster from kaltstart.yaml.
 *
 * @param paths the absolute path of a key; null when the key is missing
 */
record RepositoryReader(Problems problems, BiFunction<Yaml, String, @Nullable Path> paths) {

    /** Characters that ssh would interpret within an option. */
    private static final Pattern NO_OPTION = Pattern.compile("[\"'%\\\\\\p{Cntrl}]");

    ClusterRepository read(Yaml repository, Path otherwise) {
        var checkout = paths.apply(repository, "checkout");
        return new ClusterRepository(
                url(repository, "url"),
                url(repository, "mirror"),
                branch(repository),
                checkout == null ? otherwise : checkout,
                credentials(repository));
    }

    private @Nullable RepositoryUrl url(Yaml repository, String key) {
        var text = repository.text(key);
        var complaint = text.flatMap(RepositoryUrl::complaint);
        complaint.ifPresent(message -> problems.error(repository.at(key), "'%s': %s".formatted(key, message)));
        return text.filter(url -> complaint.isEmpty()).map(RepositoryUrl::new).orElse(null);
    }

    private String branch(Yaml repository) {
        var branch = repository.text("branch").orElse("main");
        if (!ClusterRepository.isBranch(branch)) {
            problems.error(
                    repository.at("branch"),
                    "'branch: %s' cannot be the name of a branch: correct it".formatted(branch));
        }
        return branch;
    }

    private ClusterRepository.Credentials credentials(Yaml repository) {
        fits(repository, "sshKey", "ssh");
        fits(repository, "knownHosts", "ssh");
        fits(repository, "tokenFile", "http");
        if (repository.text("username").isPresent()
                && repository.text("tokenFile").isEmpty()) {
            problems.error(repository.at("username"), "'username' is of no use without 'tokenFile': add it");
        }
        return new ClusterRepository.Credentials(
                option(repository, "sshKey"),
                option(repository, "knownHosts"),
                paths.apply(repository, "tokenFile"),
                repository.text("username").orElse(ClusterRepository.Credentials.ANYBODY));
    }

    /** A credential that does not fit the address means that one of the two is wrong. */
    private void fits(Yaml repository, String key, String protocol) {
        if (repository.text(key).isEmpty()) {
            return;
        }
        var urls = Stream.of(repository.text("url"), repository.text("mirror"))
                .flatMap(Optional::stream)
                .filter(url -> RepositoryUrl.complaint(url).isEmpty())
                .map(RepositoryUrl::new)
                .toList();
        if (urls.stream().noneMatch(url -> url.protocol().startsWith(protocol))) {
            problems.error(
                    repository.at(key),
                    "'%s' is for %s: give a 'url' of that kind, or leave it out"
                            .formatted(key, protocol.equals("ssh") ? "ssh" : "https"));
        }
        if (protocol.equals("http") && !urls.stream().allMatch(RepositoryUrl::confidential)) {
            problems.error(
                    repository.at(key), "a token must not be sent over http, where anyone can read it: use https");
        }
    }

    private @Nullable Path option(Yaml repository, String key) {
        var path = paths.apply(repository, key);
        if (path != null && NO_OPTION.matcher(path.toString()).find()) {
            problems.error(repository.at(key), "'%s' has a quote, '%%' or '\\' in its path: rename it".formatted(key));
        }
        return path;
    }
}
