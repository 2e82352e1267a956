package dev.kaltstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientCommandsTest {

    private final ClientCommands commands =
            new ClientCommands(Path.of("/home/ada/my cluster/kubeconfig"), "admin@home");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = (char) 1,
            value = {
                "kubectl get nodes|kubectl '--kubeconfig=/home/ada/my cluster/kubeconfig' --context=admin@home get nodes",
                "flux get all -A|flux '--kubeconfig=/home/ada/my cluster/kubeconfig' --context=admin@home get all -A",
                "velero backup get|velero '--kubeconfig=/home/ada/my cluster/kubeconfig' --kubecontext=admin@home backup get",
                "git push origin main|git push origin main",
                "# kubectl get nodes|# kubectl get nodes",
                "kubectl --kubeconfig=x get nodes|kubectl --kubeconfig=x get nodes"
            })
    void nameTheFileAndTheContext(String command, String named) {
        assertThat(commands.named(command)).isEqualTo(named);
    }

    @Test
    void nameThemInEachPartOfAPipe() {
        assertThat(new ClientCommands(Path.of("/k"), "")
                        .named("kubectl get x -o yaml | kubectl apply -f - && flux get all | xargs -n 1 kubectl get"))
                .isEqualTo("kubectl --kubeconfig=/k get x -o yaml | kubectl --kubeconfig=/k apply -f -"
                        + " && flux --kubeconfig=/k get all | xargs -n 1 kubectl --kubeconfig=/k get");
    }

    @Test
    void nameTheFileOnceWhereAllWouldBeTooLong() {
        assertThat(commands.named(List.of("kubectl get nodes", "kubectl get pods"), 100))
                .containsExactly(
                        "export 'KUBECONFIG=/home/ada/my cluster/kubeconfig'", "kubectl get nodes", "kubectl get pods");
    }

    @Test
    void readTheContextFromTheFile(@TempDir Path root) throws IOException {
        var cluster = new FakeCluster(FakeInventory.homelabIn(root));
        assertThat(ClientCommands.of(cluster).context()).isEmpty();

        Files.writeString(root.resolve("kubeconfig"), "apiVersion: v1\nkind: Config\ncurrent-context: admin@home\n");

        assertThat(ClientCommands.of(cluster)).isEqualTo(new ClientCommands(root.resolve("kubeconfig"), "admin@home"));
    }
}
