package dev.kaltstart.secrets.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.secrets.rotation.EncryptedFile.AgeKeyEntry;
import dev.kaltstart.secrets.rotation.EncryptedFile.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as the real sops 3.13 writes them, cut to what is in the open. */
class EncryptedFilesTest {

    private static final String ONE = "age1" + "q".repeat(58);
    private static final String TWO = "age1" + "p".repeat(58);

    @TempDir
    Path tree;

    private void file(String path, String text) throws IOException {
        Path file = tree.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private EncryptedFile only() {
        EncryptedFiles found = EncryptedFiles.in(tree);
        assertThat(found.refused()).isEmpty();
        assertThat(found.all()).hasSize(1);
        return found.all().get(0);
    }

    @Test
    void readsYamlByItsContentWhateverItsName() throws IOException {
        file("talos/talsecret", """
                cluster:
                    id: ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]
                sops:
                    age:
                        - recipient: %s
                          enc: |
                            -----BEGIN AGE ENCRYPTED FILE-----
                        - recipient: %s
                    mac: ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]
                """.formatted(ONE, TWO));

        assertThat(only().path()).isEqualTo("talos/talsecret");
        assertThat(only().recipients()).isEqualTo(Set.of(ONE, TWO));
        assertThat(only().format().isKnownByName(only().path())).isFalse();
    }

    /** sops indents JSON with tabs, which is no YAML; a binary file is JSON too. */
    @Test
    void readsJsonWithTabs() throws IOException {
        file("secrets/key.pem", """
                {
                \t"data": "ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]",
                \t"sops": {
                \t\t"age": [
                \t\t\t{ "recipient": "%s", "enc": "x" }
                \t\t],
                \t\t"mac": "ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]"
                \t}
                }
                """.formatted(ONE));

        assertThat(only().recipients()).isEqualTo(Set.of(ONE));
        assertThat(only().format()).isEqualTo(Format.JSON);
        assertThat(only().format().isKnownByName("secrets/key.pem")).isTrue();
    }

    @Test
    void readsDotenvAndIni() throws IOException {
        file("app.env", """
                PASSWORD=ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]
                sops_age__list_0__map_enc=-----BEGIN AGE ENCRYPTED FILE-----\\n
                sops_age__list_0__map_recipient=%s
                sops_mac=ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]
                sops_version=3.13.1
                """.formatted(ONE));
        file("db.ini", """
                [db]
                password = ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]

                [sops]
                age__list_0__map_recipient = %s
                mac                        = ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]
                version                    = 3.13.1
                """.formatted(TWO));

        EncryptedFiles found = EncryptedFiles.in(tree);
        assertThat(found.all()).extracting(EncryptedFile::format).containsExactly(Format.DOTENV, Format.INI);
        assertThat(found.all()).extracting(EncryptedFile::recipients).containsExactly(Set.of(ONE), Set.of(TWO));
    }

    @Test
    void aLineOfAnotherFormatHidesNothing() throws IOException {
        file("app.sops.yaml", """
                password: ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]
                sops:
                    age: [{ recipient: %s }]
                    hc_vault: [{ vault_address: https://evil.example }]
                    mac: ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]
                ---
                [sops]
                """.formatted(ONE));

        assertThat(only().recipients()).isEqualTo(Set.of(ONE));
        assertThat(only().otherKeys()).containsExactly("hc_vault");
    }

    /** sops would ask the address in the file. */
    @Test
    void namesForeignKeysInsideOfGroups() throws IOException {
        file("app.env", """
                PASSWORD=ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]
                sops_key_groups__list_0__map_age__list_0__map_recipient=%s
                sops_key_groups__list_1__map_hc_vault__list_0__map_vault_address=https://evil.example
                sops_mac=ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]
                sops_version=3.13.1
                """.formatted(ONE));

        assertThat(only().recipients()).isEqualTo(Set.of(ONE));
        assertThat(only().otherKeys()).containsExactly("hc_vault");
        assertThat(only().groups()).isEqualTo(2);
    }

    @Test
    void namesTheAgeKeyInsideAndForeignKeys() throws IOException {
        file("bootstrap/sops-age.sops.yaml", """
                kind: Secret
                stringData:
                    age.agekey: ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]
                    '"] ["x.agekey': ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]
                sops:
                    age: [{ recipient: %s }]
                    pgp: [{ fp: ABC }]
                    mac: ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]
                """.formatted(ONE));

        assertThat(only().ageKeys()).containsExactly(new AgeKeyEntry("stringData", "age.agekey"));
        assertThat(only().ageKeys().get(0).index()).isEqualTo("[\"stringData\"][\"age.agekey\"]");
        assertThat(only().otherKeys()).containsExactly("pgp");
    }

    @Test
    void leavesTheRulesAndOrdinaryFilesAlone() throws IOException {
        file(".sops.yaml", "creation_rules: [{ age: " + ONE + " }]\n");
        file("README.md", "sops: how we use it\n");
        file("ks.yaml", "spec: { decryption: { provider: sops } }\n");

        assertThat(EncryptedFiles.in(tree)).isEqualTo(new EncryptedFiles(java.util.List.of(), java.util.List.of()));
    }

    @Test
    void refusesASecretInPlainTextWithAnEncryptedName() throws IOException {
        file("app/secret.sops.yaml", "kind: Secret\nstringData: { password: hunter2 }\n");
        file("app/secret.example.sops.yaml", "kind: Secret\nstringData: { password: changeme }\n");

        assertThat(EncryptedFiles.in(tree).refused())
                .singleElement()
                .asString()
                .startsWith("app/secret.sops.yaml has the name of an encrypted file and is plain text")
                .doesNotContain("hunter2");
    }

    /** A bomb of aliases ends as an error of the parser, not of the machine. */
    @Test
    void refusesWhatCannotBeRead() throws IOException {
        var bomb = new StringBuilder("a: &a [x, x]\n");
        for (char name = 'b'; name <= 'z'; name++) {
            String before = "*" + (char) (name - 1);
            bomb.append(name)
                    .append(": &")
                    .append(name)
                    .append(" [")
                    .append((before + ", ").repeat(9))
                    .append(before)
                    .append("]\n");
        }
        file(
                "bomb.sops.yaml",
                bomb + "x2: ENC[AES256_GCM,data:AA==]\nsops: { mac: x, age: [{ recipient: " + ONE + " }] }\n");

        assertThat(EncryptedFiles.in(tree).refused()).singleElement().asString().contains("bomb.sops.yaml");
    }
}
