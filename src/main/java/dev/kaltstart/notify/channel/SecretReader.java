package dev.kaltstart.notify.channel;

import dev.kaltstart.cluster.SecretSource;
import dev.kaltstart.cluster.SecretSource.InFile;
import dev.kaltstart.cluster.SecretSource.InVariable;
import dev.kaltstart.shell.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Reads a secret each time that it is used, so that a corrected one counts at once, and teaches it to the redaction. */
@Component
class SecretReader {

    private static final int LONGEST = 4096;
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final UnaryOperator<String> variables;
    private final Redaction redaction;

    @Autowired
    SecretReader(Environment environment, Redaction redaction) {
        this(name -> environment.getProperty(name, ""), redaction);
    }

    SecretReader(UnaryOperator<String> variables, Redaction redaction) {
        this.variables = variables;
        this.redaction = redaction;
    }

    String read(SecretSource source) throws UnusableChannel {
        String secret = source instanceof InFile file
                ? inFile(file.file())
                : variables.apply(((InVariable) source).name()).strip();
        if (secret.isEmpty()) {
            throw new UnusableChannel(source.label() + " is empty: put the secret there");
        }
        if (secret.length() > LONGEST || secret.codePoints().anyMatch(Character::isISOControl)) {
            throw new UnusableChannel(source.label() + " holds no secret of one line: correct it");
        }
        redaction.learn(secret);
        return secret;
    }

    private static String inFile(Path file) throws UnusableChannel {
        if (!Files.isRegularFile(file)) {
            throw new UnusableChannel("there is no file " + file + ": create it with the secret in its first line");
        }
        try (var in = Files.newInputStream(file)) {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                    && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new UnusableChannel("other users of this machine can read " + file + ": run chmod 600 on it");
            }
            String text = new String(in.readNBytes(LONGEST + 2), StandardCharsets.UTF_8);
            return text.lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new UnusableChannel("the file " + file + " cannot be read: correct owner and permissions");
        }
    }
}
