package dev.kaltstart.secrets.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueKindTest {

    @ParameterizedTest
    @CsvSource({
        "age.agekey, sops-age, AGE_KEY",
        "OP_CONNECT_TOKEN, external, ONE_PASSWORD",
        "1password-credentials.json, op, ONE_PASSWORD",
        "talosconfig, access, TALOS",
        "identity, flux-system identity, GIT",
        "GITHUB_TOKEN, renovate, GIT",
        "CF_API_TOKEN, external-dns, DNS",
        "apiToken, cloudflare, DNS",
        "AWS_SECRET_ACCESS_KEY, volsync, S3",
        "RESTIC_PASSWORD, paperless-volsync, BACKUP_PASSWORD",
        ".dockerconfigjson, pull, REGISTRY",
        "adminPassword, grafana, ADMIN_PASSWORD",
        "SECRET_KEY, authentik, ADMIN_PASSWORD",
        "POSTGRES_PASSWORD, paperless, DATABASE",
        "tls.key, wildcard, TLS",
        "DISCORD_WEBHOOK, alertmanager, WEBHOOK",
        "HOMEPAGE_KEY, homepage-secret, UNKNOWN",
        "user_1_password, emqx, UNKNOWN",
        "SONARR_API_KEY, sonarr, UNKNOWN",
        "SECRET_DOMAIN, cluster-secrets, SETTING",
        "SECRET_OUTLINE_OAUTH_CLIENT_SECRET, cluster-secrets, ADMIN_PASSWORD",
        "AUTHENTIK_EMAIL__HOST, authentik-secrets, SETTING",
        "export CONFIG_ONEPASSWORD_CONNECT_ADDR, config, SETTING",
        "TIMEZONE, cluster-settings, SETTING",
        "SMTP_HOST, mail, SETTING"
    })
    void guessesFromNamesAlone(String key, String secret, ValueKind kind) {
        assertThat(ValueKind.guess(List.of(key, secret))).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"ADMIN_PASSWORD, admin", "ADMIN_USER, admin", "password, ''", "db-password, db", "api-key, ''"})
    void aUserNameAndItsPasswordShareAStem(String key, String stem) {
        assertThat(CredentialName.stem(key)).isEqualTo(stem);
    }
}
