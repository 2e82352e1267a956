package dev.kaltstart.secrets.value;

import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.secrets.exposure.ValueKind;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Tries to open a restic repository with what leaked. Where the old password opens nothing any more, the old repository may
 * still be there with the same master key: only its deletion, or new storage keys, protects it.
 */
@Component
class ResticTrial implements OldValueTrial {

    private static final Pattern REPOSITORY = Pattern.compile("(?i).*restic[-_]?repository\"]");
    private static final Pattern PASSWORD = Pattern.compile("(?i).*restic[-_]?password\"]");
    private static final Pattern KEY = Pattern.compile("(?i).*aws[-_]?access[-_]?key[-_]?id\"]");
    private static final Pattern SECRET = Pattern.compile("(?i).*aws[-_]?secret[-_]?access[-_]?key\"]");

    // restic ends with 1 for a wrong password, since 0.17 with 12, and with 10 when there is no repository
    private static final String OPEN = """
            RESTIC_REPOSITORY=$(plain "$2" "$1") && [ -n "$RESTIC_REPOSITORY" ] || { echo UNREADABLE; exit 0; }
            # other places are programs and hosts of whoever wrote the file
            case $RESTIC_REPOSITORY in
              s3:* | b2:* | rest:* | azure:* | gs:* | swift:* | /*) ;;
              *) echo PLACE; exit 0 ;;
            esac
            RESTIC_PASSWORD=$(plain "$3" "$1") && [ -n "$RESTIC_PASSWORD" ] || { echo UNREADABLE; exit 0; }
            AWS_ACCESS_KEY_ID=
            AWS_SECRET_ACCESS_KEY=
            if [ -n "$4" ]; then AWS_ACCESS_KEY_ID=$(plain "$4" "$1"); fi
            if [ -n "$5" ]; then AWS_SECRET_ACCESS_KEY=$(plain "$5" "$1"); fi
            export RESTIC_REPOSITORY RESTIC_PASSWORD AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
            command -v restic > /dev/null || { echo MISSING; exit 0; }
            said=$(restic --no-cache --no-lock cat config 2>&1 > /dev/null)
            code=$?
            case $code:$said in
              0:*) echo OPENS ;;
              12:* | *'wrong password or no key found'*) echo PASSWORD ;;
              10:* | *'Is there a repository at the following location'*) echo GONE ;;
              *'Access Denied'* | *InvalidAccessKeyId* | *SignatureDoesNotMatch* | *'access key'*) echo DENIED ;;
              *) echo OTHER ;;
            esac
            """;

    @Override
    public Optional<Prerequisite> of(Old old) {
        if (old.credential().kind() != ValueKind.BACKUP_PASSWORD) {
            return Optional.empty();
        }
        return old.place(REPOSITORY)
                .flatMap(repository -> old.place(PASSWORD)
                        .map(password -> judged(old.pipe()
                                .word(
                                        OPEN,
                                        old.file().toString(),
                                        repository,
                                        password,
                                        old.place(KEY).orElse(""),
                                        old.place(SECRET).orElse("")))));
    }

    private static Prerequisite judged(String answer) {
        return switch (answer) {
            case "OPENS" ->
                Prerequisite.missing("restic still opens the old repository with what leaked: begin a new"
                        + " repository, then delete the old one or replace its storage keys");
            case "PASSWORD" ->
                Prerequisite.proven("the old password no longer opens the old repository. Whoever had both has"
                        + " its master key: what is in this repository stays readable for them");
            case "GONE" -> Prerequisite.proven("the old repository is gone");
            case "DENIED" ->
                Prerequisite.proven("the storage refuses the old keys, so the old repository cannot be read");
            case "UNREADABLE" ->
                Prerequisite.unproven("the old password cannot be decrypted here, so restic was not tried");
            case "PLACE" ->
                Prerequisite.unproven("restic is not tried with such a repository: only with s3, b2, rest, azure,"
                        + " gs, swift and directories");
            case "MISSING" -> Prerequisite.unproven("restic is not installed here, so the old password was not tried");
            default -> Prerequisite.unknown("restic does not say whether the old password is valid");
        };
    }
}
