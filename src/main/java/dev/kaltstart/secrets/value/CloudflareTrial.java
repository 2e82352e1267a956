package dev.kaltstart.secrets.value;

import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.secrets.exposure.ValueKind;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Asks Cloudflare whether an old API token is still valid. */
@Component
class CloudflareTrial implements OldValueTrial {

    private static final String VERIFY = "https://api.cloudflare.com/client/v4/user/tokens/verify";
    private static final Pattern CLOUDFLARE =
            Pattern.compile("(?i).*(cloudflare|\\bcf[-_]|external-dns|cert-manager).*");
    private static final Pattern TOKEN = Pattern.compile("(?i).*(token|api[-_]?key)\"]");

    // in the configuration of curl, so that the token is no argument; 403 is what a valid one gets from a wrong address
    private static final String ASK = """
            old=$(plain "$1" "$2") && harmless "$old" || { echo UNREADABLE; exit 0; }
            command -v curl > /dev/null || { echo MISSING; exit 0; }
            said=$(printf 'oauth2-bearer = "%s"\n' "$old" |
              curl -sS --max-time 20 --max-filesize 100000 -w ' HTTP %{http_code}' -K - "$3" 2>/dev/null)
            case $said in
              *'"status":"active"'* | *'"status": "active"'*) echo WORKS ;;
              *'"status":"disabled"'* | *'"status":"expired"'*) echo REFUSED ;;
              *'"status": "disabled"'* | *'"status": "expired"'*) echo REFUSED ;;
              *' HTTP 200') echo WORKS ;;
              *' HTTP 401' | *'"code":1000,'* | *'"code": 1000,'*) echo REFUSED ;;
              *) echo OTHER ;;
            esac
            """;

    private final String verify;

    @Autowired
    CloudflareTrial() {
        this(VERIFY);
    }

    CloudflareTrial(String verify) {
        this.verify = verify;
    }

    @Override
    public Optional<Prerequisite> of(Old old) {
        if (old.credential().kind() != ValueKind.DNS
                || !CLOUDFLARE
                        .matcher(old.credential().name() + " " + old.parts())
                        .matches()) {
            return Optional.empty();
        }
        return old.place(TOKEN)
                .map(place -> judged(old.pipe().word(ASK, place, old.file().toString(), verify)));
    }

    private static Prerequisite judged(String answer) {
        return switch (answer) {
            case "WORKS" ->
                Prerequisite.missing(
                        "Cloudflare still accepts the old token: revoke it at https://dash.cloudflare.com/profile/api-tokens");
            case "REFUSED" -> Prerequisite.proven("Cloudflare refuses the old token");
            case "UNREADABLE" ->
                Prerequisite.unproven("the old token cannot be decrypted here, so Cloudflare was not asked");
            case "MISSING" -> Prerequisite.unproven("curl is not installed here, so Cloudflare was not asked");
            default -> Prerequisite.unknown("Cloudflare does not say whether the old token is valid");
        };
    }
}
