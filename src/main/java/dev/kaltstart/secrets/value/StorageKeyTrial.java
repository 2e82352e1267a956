package dev.kaltstart.secrets.value;

import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.secrets.exposure.ValueKind;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Asks a storage with the protocol of S3 whether an old access key is still valid, by listing the bucket beside it. */
@Component
class StorageKeyTrial implements OldValueTrial {

    private static final Pattern KEY = Pattern.compile("(?i).*access[-_]?key([-_]?id)?\"]");
    private static final Pattern SECRET = Pattern.compile("(?i).*(secret[-_]?(access[-_]?)?key)\"]");
    private static final Pattern REPOSITORY = Pattern.compile("(?i).*restic[-_]?repository\"]");
    private static final Pattern ENDPOINT = Pattern.compile("(?i).*endpoint(s|[-_]?url)?\"]");
    private static final Pattern BUCKET = Pattern.compile("(?i).*bucket([-_]?name)?\"]");

    // no permission is no refusal: the key is still known then
    private static final String ASK = """
            key=$(plain "$2" "$1") && harmless "$key" || { echo UNREADABLE; exit 0; }
            secret=$(plain "$3" "$1") && harmless "$secret" || { echo UNREADABLE; exit 0; }
            place=
            if [ -n "$4" ]; then place=$(plain "$4" "$1"); fi
            case $place in
              s3:*) place=${place#s3:} ;;
              ?*) echo PLACE; exit 0 ;;
              *)
                if [ -z "$5" ] || [ -z "$6" ]; then echo PLACE; exit 0; fi
                place=$(plain "$5" "$1")/$(plain "$6" "$1")
                ;;
            esac
            case $place in http://* | https://*) ;; *) place=https://$place ;; esac
            harmless "$place" || { echo PLACE; exit 0; }
            scheme=${place%%://*}
            rest=${place#*://}
            host=${rest%%/*}
            path=${rest#*/}
            bucket=${path%%/*}
            case $host:$bucket in *@* | *: | :*) echo PLACE; exit 0 ;; esac
            command -v curl > /dev/null || { echo MISSING; exit 0; }
            said=$(printf 'user = "%s:%s"\\nurl = "%s://%s/%s"\\n' "$key" "$secret" "$scheme" "$host" "$bucket" |
              curl -sS --max-time 20 --max-filesize 1000000 --proto =http,https --aws-sigv4 aws:amz:us-east-1:s3 \
                -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' -K - -w ' HTTP %{http_code}' 2>/dev/null)
            case $said in
              *'<Code>InvalidAccessKeyId</Code>'* | *'<Code>SignatureDoesNotMatch</Code>'*) echo REFUSED ;;
              *' HTTP 200' | *'<Code>NoSuchBucket</Code>'* | *'<Code>AccessDenied</Code>'*) echo WORKS ;;
              *' HTTP 401') echo REFUSED ;;
              *) echo OTHER ;;
            esac
            """;

    @Override
    public Optional<Prerequisite> of(Old old) {
        if (old.credential().kind() != ValueKind.S3) {
            return Optional.empty();
        }
        return old.place(SECRET)
                .flatMap(secret -> old.place(KEY)
                        .map(key -> judged(old.pipe()
                                .word(
                                        ASK,
                                        old.file().toString(),
                                        key,
                                        secret,
                                        old.place(REPOSITORY).orElse(""),
                                        old.place(ENDPOINT).orElse(""),
                                        old.place(BUCKET).orElse("")))));
    }

    private static Prerequisite judged(String answer) {
        return switch (answer) {
            case "WORKS" ->
                Prerequisite.missing(
                        "the storage still knows the old access key: delete the key on the pages of the provider");
            case "REFUSED" -> Prerequisite.proven("the storage refuses the old access key");
            case "UNREADABLE" ->
                Prerequisite.unproven("the old access key cannot be decrypted here, so it was not tried");
            case "PLACE" ->
                Prerequisite.unproven("the file does not say where the bucket is, so the old key was not tried");
            case "MISSING" -> Prerequisite.unproven("curl is not installed here, so the old access key was not tried");
            default -> Prerequisite.unknown("the storage does not say whether the old access key is valid");
        };
    }
}
