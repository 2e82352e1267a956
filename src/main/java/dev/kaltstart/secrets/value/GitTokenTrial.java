package dev.kaltstart.secrets.value;

import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.secrets.exposure.ValueKind;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Asks the Git host of the cluster with an old token. A repository that anybody can read proves nothing.
 *
 * @param url of the repository
 */
record GitTokenTrial(String url) implements OldValueTrial {

    private static final Pattern HTTP = Pattern.compile("https?://[A-Za-z0-9._~:/@-]{1,500}");
    private static final Pattern TOKEN = Pattern.compile("(?i).*(token|password|pat)\"]");

    // the helper reads the token from its environment
    private static final String ASK = """
            OLD=$(plain "$2" "$1") && harmless "$OLD" || { echo UNREADABLE; exit 0; }
            export OLD
            export GIT_TERMINAL_PROMPT=0 GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
            safe='-c credential.helper= -c http.followRedirects=false -c protocol.allow=never
              -c protocol.https.allow=always -c protocol.http.allow=always'
            ask() { git $safe "$@" ls-remote --quiet "$url" HEAD > /dev/null 2>&1; }
            url=$3
            if ask -c http.emptyAuth=false; then echo PUBLIC; exit 0; fi
            if ask -c 'credential.helper=!f() { echo username=git; echo "password=$OLD"; }; f'; then
              echo WORKS
            else
              said=$(git $safe \
                -c 'credential.helper=!f() { echo username=git; echo "password=$OLD"; }; f' \
                ls-remote --quiet "$url" HEAD 2>&1)
              case $said in
                # 403 and "not found" are what a valid token without access gets
                *'Authentication failed'*) echo REFUSED ;;
                *) echo OTHER ;;
              esac
            fi
            """;

    @Override
    public Optional<Prerequisite> of(Old old) {
        if (old.credential().kind() != ValueKind.GIT || !HTTP.matcher(url).matches()) {
            return Optional.empty();
        }
        return old.place(TOKEN)
                .map(place -> judged(old.pipe().word(ASK, old.file().toString(), place, url)));
    }

    private static Prerequisite judged(String answer) {
        return switch (answer) {
            case "WORKS" -> Prerequisite.missing("the Git host still accepts the old token: revoke it on its pages");
            case "REFUSED" -> Prerequisite.proven("the Git host refuses the old token");
            case "PUBLIC" ->
                Prerequisite.unproven(
                        "anybody can read the repository, so that reading it does not say whether the old token is valid");
            case "UNREADABLE" -> Prerequisite.unproven("the old token cannot be decrypted here, so it was not tried");
            default -> Prerequisite.unknown("the Git host does not say whether the old token is valid");
        };
    }
}
