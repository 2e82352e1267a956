package dev.kaltstart.readiness.etcd;

import dev.kaltstart.cluster.EtcdSnapshot;
import dev.kaltstart.cluster.EtcdSnapshots;
import dev.kaltstart.shell.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The snapshots of all clusters: a folder each in the home, the newest few of each, with the digest of each beside it. */
@Component
class SnapshotFolder implements EtcdSnapshots {

    static final int KEPT = 7;

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFolder.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern CLUSTER = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern FILE = Pattern.compile("etcd-(\\d{8}T\\d{6}Z)\\.db");
    private static final String UNFINISHED = ".new";
    private static final String DIGEST = ".sha256";

    private final Home home;

    SnapshotFolder(Home home) {
        this.home = home;
    }

    @Override
    public List<EtcdSnapshot> of(String cluster) {
        return files(cluster).flatMap(file -> read(file).stream()).toList();
    }

    /** When the newest was taken, without reading it. */
    Optional<Instant> newest(String cluster) {
        return files(cluster).findFirst().flatMap(SnapshotFolder::takenAt);
    }

    /** Where a new one is written to; what an earlier attempt has left there is gone. */
    Path begin(String cluster, Instant now) throws IOException {
        Path folder = folder(cluster);
        for (Path left : all(folder)) {
            String name = left.getFileName().toString();
            if (name.endsWith(UNFINISHED) || name.endsWith(UNFINISHED + ".part")) {
                Files.delete(left);
            }
        }
        return folder.resolve("etcd-" + TIME.format(now) + ".db" + UNFINISHED);
    }

    /** From now on it is one of the snapshots. Its digest is there before it is: a snapshot without one is not believed. */
    Path keep(Path unfinished, SnapshotContent content) throws IOException {
        String name = unfinished.getFileName().toString();
        Path file = unfinished.resolveSibling(name.substring(0, name.length() - UNFINISHED.length()));
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
        Path digest = digest(file);
        Files.writeString(digest, content.sha256() + "\n");
        Files.setPosixFilePermissions(digest, PosixFilePermissions.fromString("rw-------"));
        return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes all but the newest. */
    void forgetOld(String cluster) throws IOException {
        for (Path old : files(cluster).skip(KEPT).toList()) {
            Files.delete(old);
            Files.deleteIfExists(digest(old));
        }
    }

    private Path folder(String cluster) {
        if (!CLUSTER.matcher(cluster).matches()) {
            throw new IllegalArgumentException("this is not the name of a cluster");
        }
        // each of them for its owner alone
        Path bag = home.directory("go-bag");
        return home.directory(home.root().relativize(bag.resolve(cluster)).toString());
    }

    /** The newest first: the names are in the order of time. */
    private Stream<Path> files(String cluster) {
        return all(folder(cluster)).stream()
                .filter(file -> takenAt(file).isPresent() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                .sorted(Comparator.comparing(SnapshotFolder::name).reversed());
    }

    private static List<Path> all(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static Optional<Instant> takenAt(Path file) {
        Matcher named = FILE.matcher(name(file));
        try {
            return named.matches() ? Optional.of(TIME.parse(named.group(1), Instant::from)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<EtcdSnapshot> read(Path file) {
        try {
            SnapshotContent content = SnapshotContent.read(file);
            Path digest = digest(file);
            String recorded = Files.isRegularFile(digest, LinkOption.NOFOLLOW_LINKS)
                    ? Files.readString(digest).strip()
                    : "";
            boolean intact = content.complete() && content.sha256().equals(recorded);
            return takenAt(file).map(at -> new EtcdSnapshot(file, at, content.size(), recorded, intact));
        } catch (IOException e) {
            LOG.warn("the snapshot {} cannot be read: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private static Path digest(Path file) {
        return file.resolveSibling(name(file) + DIGEST);
    }
}
