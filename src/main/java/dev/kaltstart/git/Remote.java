package dev.kaltstart.git;

import dev.kaltstart.cluster.ClusterRepository.Credentials;
import dev.kaltstart.cluster.RepositoryUrl;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Redaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An address of the repository, with its credentials. No secret becomes an argument, an address or a file: ssh gets the
 * path of the key, Git asks a script for the token, and the script gets the path of the token file.
 */
record Remote(RepositoryUrl url, Credentials credentials, Path askpass, Redaction redaction) {

    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    /** @throws GitTrouble when a credential is missing, empty, or readable by other users */
    Command reaching(Command command) {
        Command git = command.with("GIT_ALLOW_PROTOCOL", url.protocol());
        return switch (url.protocol()) {
            case "ssh" -> overSsh(git);
            case "http", "https" -> credentials.tokenFile() == null ? git : withToken(git, credentials.tokenFile());
            default -> git;
        };
    }

    private Command overSsh(Command git) {
        // the user's configuration may name programs and other keys
        var ssh =
                new StringBuilder("ssh -F /dev/null -o BatchMode=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=15"
                        + " -o ServerAliveInterval=15 -o ForwardAgent=no -o ForwardX11=no -o PermitLocalCommand=no");
        Path key = credentials.sshKey();
        if (key != null) {
            refuseUnlessPrivate(key, "the ssh key");
            ssh.append(" -o IdentitiesOnly=yes -o IdentityAgent=none").append(option("IdentityFile", key));
        }
        if (credentials.knownHosts() != null) {
            ssh.append(option("UserKnownHostsFile", credentials.knownHosts()))
                    .append(option("GlobalKnownHostsFile", Path.of("/dev/null")));
        }
        @Nullable String agent = System.getenv("SSH_AUTH_SOCK");
        return (agent == null ? git : git.with("SSH_AUTH_SOCK", agent))
                .with("GIT_SSH_COMMAND", ssh.toString())
                .with("GIT_SSH_VARIANT", "ssh");
    }

    /** Quoted twice: for the shell that Git starts ssh with, and for ssh, which splits at spaces. */
    private static String option(String name, Path path) {
        return " -o '" + name + "=\"" + path + "\"'";
    }

    private Command withToken(Command git, Path file) {
        refuseUnlessPrivate(file, "the token");
        try (var lines = Files.lines(file)) {
            String token = lines.findFirst().orElse("");
            if (token.isBlank()) {
                throw new GitTrouble("the token file " + file + " is empty: its first line must be the token");
            }
            redaction.learn(token);
        } catch (IOException | UncheckedIOException e) {
            throw new GitTrouble("the token file " + file + " cannot be read: correct owner and permissions");
        }
        return git.with("GIT_ASKPASS", askpass.toString())
                .with("KALTSTART_GIT_USERNAME", credentials.username())
                .with("KALTSTART_GIT_TOKEN_FILE", file.toString());
    }

    private static void refuseUnlessPrivate(Path file, String what) {
        if (!Files.isRegularFile(file)) {
            throw new GitTrouble(what + " is missing: there is no file " + file);
        }
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                    && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new GitTrouble("other users of this machine can read " + what + ": run chmod 600 on " + file);
            }
        } catch (IOException e) {
            throw new GitTrouble(what + " cannot be checked: " + file);
        }
    }
}
