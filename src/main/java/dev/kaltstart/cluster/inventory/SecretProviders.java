package dev.kaltstart.cluster.inventory;

import java.util.Map;

/** The names of the providers of external-secrets, by their key in a store. */
final class SecretProviders {

    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("onepassword", "1Password"),
            Map.entry("onepasswordSDK", "1Password"),
            Map.entry("doppler", "Doppler"),
            Map.entry("bitwardensecretsmanager", "Bitwarden"),
            Map.entry("vault", "Vault"),
            Map.entry("aws", "AWS"),
            Map.entry("azurekv", "Azure Key Vault"),
            Map.entry("gcpsm", "Google Secret Manager"),
            Map.entry("akeyless", "Akeyless"),
            Map.entry("infisical", "Infisical"));

    private SecretProviders() {}

    /** The key itself where it is not one of these. */
    static String label(String key) {
        return LABELS.getOrDefault(key, key);
    }
}
