package dev.kaltstart.kustomize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestGeneratorsTest {

    private final TextTree tree = new TextTree();

    /** The names are those that kubectl 1.37 kustomize gives. */
    @Test
    void namesWhatItMakesAsKustomizeDoes() {
        assertThat(made("""
                        configMapGenerator:
                          - name: settings
                            literals: [mode=fast, "url=https://a.example/?a=1&b=<2>"]
                        secretGenerator:
                          - name: token
                            literals: [key=value]
                          - name: tls
                            type: kubernetes.io/basic-auth
                            literals: [username=a]
                        """))
                .extracting(object -> ManifestFields.text(object, "metadata", "name"))
                .containsExactly("settings-cb4gc55865", "token-55ff4k8ggt", "tls-8tfhtc25h6");
    }

    /** Attack: one file, listed so often that it would fill the memory. */
    @Test
    void refusesWhatNoClusterTakes() {
        tree.with("big.txt", "x".repeat(1_000_000));

        assertThatThrownBy(() -> made("configMapGenerator: [{ name: big, files: [%s] }]\n"
                        .formatted("a=big.txt, b=big.txt, c=big.txt, d=big.txt, e=big.txt")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("ConfigMap big is larger");
    }

    private List<ObjectNode> made(String kustomization) {
        return new ManifestGenerators(tree, "")
                .objects(Documents.read(kustomization).get(0));
    }
}
