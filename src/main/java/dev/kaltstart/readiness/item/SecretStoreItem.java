package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.Inventory.SystemInUse;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.readiness.Disaster;
import dev.kaltstart.readiness.GoBagItem;
import dev.kaltstart.readiness.Occasion;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Shell;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The password manager that external-secrets reads: a login from this machine works. */
@Component
@Order(14)
class SecretStoreItem implements GoBagItem {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String ONE_PASSWORD = "1Password";

    @Override
    public String word() {
        return "secret-store";
    }

    @Override
    public String label() {
        return "Secret store";
    }

    @Override
    public Set<Disaster> neededBy() {
        return EnumSet.of(Disaster.CLUSTER_LOSS, Disaster.SECRET_COMPROMISE);
    }

    @Override
    public Optional<Prerequisite> prove(Occasion occasion) {
        List<Prerequisite> stores = occasion.cluster().inventory().systems().stream()
                .filter(used -> used.system() == DataSystem.EXTERNAL_SECRETS)
                .map(SystemInUse::detail)
                .distinct()
                .map(store -> prove(occasion.cluster(), store))
                .toList();
        return stores.isEmpty() ? Optional.empty() : Optional.of(Prerequisite.all(stores));
    }

    private static Prerequisite prove(Cluster cluster, String store) {
        Command login = login(store);
        if (store.contains(ONE_PASSWORD) && answers(cluster.looking(), login)) {
            return Prerequisite.proven("1Password knows the login of this machine");
        }
        return Prerequisite.unproven("log in to " + (store.isEmpty() ? "the store of external-secrets" : store)
                + " from outside of the cluster, and read one item: " + login.line());
    }

    private static boolean answers(Shell shell, Command login) {
        try {
            return shell.run(login).succeeded();
        } catch (Shell.MissingTool e) {
            return false;
        }
    }

    private static Command login(String store) {
        Command command = switch (store) {
            case "Doppler" -> Command.of("doppler", "me");
            case "Bitwarden" -> Command.of("bws", "project", "list");
            case "Vault" -> Command.of("vault", "token", "lookup");
            case "AWS" -> Command.of("aws", "sts", "get-caller-identity");
            case "Azure Key Vault" -> Command.of("az", "account", "show");
            case "Google Secret Manager" -> Command.of("gcloud", "auth", "list");
            case "Infisical" -> Command.of("infisical", "user", "get", "token");
            default -> Command.of("op", "whoami");
        };
        return command.within(LIMIT);
    }
}
