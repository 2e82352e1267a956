package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.cluster.SopsFile;
import dev.kaltstart.readiness.Disaster;
import dev.kaltstart.readiness.GoBagItem;
import dev.kaltstart.readiness.Occasion;
import dev.kaltstart.readiness.item.SopsDocument.Key;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The API token for DNS. Where it is encrypted is found by names alone; whether it is still valid, its provider knows. */
@Component
@Order(15)
class DnsTokenItem implements GoBagItem {

    private static final Pattern CLOUDFLARE = Pattern.compile("(?i).*(cloudflare|\\bcf[-_]).*");
    private static final Pattern DNS = Pattern.compile("(?i).*(external-?dns|cert-?manager|dns01|letsencrypt).*");
    private static final Pattern TOKEN = Pattern.compile("(?i).*(token|api[-_]?key).*");
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final int MOST = 2_000;

    @Override
    public String word() {
        return "dns-token";
    }

    @Override
    public String label() {
        return "DNS token";
    }

    @Override
    public Set<Disaster> neededBy() {
        return EnumSet.of(Disaster.CLUSTER_LOSS, Disaster.SECRET_COMPROMISE);
    }

    /** @param key of the token in the file */
    private record Found(SopsFile file, Key key, boolean cloudflare) {}

    @Override
    public Optional<Prerequisite> prove(Occasion occasion) {
        Inventory inventory = occasion.cluster().inventory();
        return Optional.of(found(inventory, CLOUDFLARE, true)
                .or(() -> found(inventory, DNS, false))
                .map(DnsTokenItem::unproven)
                .orElseGet(
                        () -> Prerequisite.unproven("no token for DNS was found among the encrypted Secrets: have the"
                                + " login of the DNS provider at hand, from the password manager")));
    }

    private static Prerequisite unproven(Found found) {
        String where = found.file().file() + " holds it at " + found.key().section() + "."
                + found.key().name();
        return Prerequisite.unproven(
                found.cloudflare()
                        ? where + "; ask Cloudflare whether it is valid: "
                                + found.file().printing(found.key().path()).line()
                                + (found.key().section().equals("data") ? " | base64 -d" : "")
                                // in its configuration, so that the token is no argument
                                + " | sed 's/.*/oauth2-bearer = \"&\"/' | curl -sS -K -"
                                + " https://api.cloudflare.com/client/v4/user/tokens/verify"
                        : where + "; try it on the pages of the DNS provider");
    }

    private static Optional<Found> found(Inventory inventory, Pattern about, boolean cloudflare) {
        return inventory.sopsFiles().stream()
                .limit(MOST)
                .flatMap(file -> tokens(inventory, file, about, cloudflare))
                .findFirst();
    }

    private static Stream<Found> tokens(Inventory inventory, Path file, Pattern about, boolean cloudflare) {
        return SopsDocument.read(inventory.root().resolve(file)).stream()
                .flatMap(SopsDocument::keys)
                .filter(key -> HARMLESS.matcher(key.name()).matches())
                .filter(key -> TOKEN.matcher(key.name()).matches())
                .filter(key -> about.matcher(file + " " + key.name()).matches())
                .map(key -> new Found(new SopsFile(inventory, file), key, cloudflare));
    }
}
