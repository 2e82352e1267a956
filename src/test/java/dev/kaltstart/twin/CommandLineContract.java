package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.shell.Result;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command lines refuse, and what they know without a cluster: words and exit codes. */
abstract class CommandLineContract {

    protected abstract Result run(String line);

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            talosctl version --client                                   | 0   | Client:
            talosctl version --client --short                           | 0   | Talos v1.
            talosctl config info                                        | 0   | Current context:
            talosctl config info -o json                                | 0   | "endpoints":
            talosctl frobnicate                                         | 1   | unknown command "frobnicate" for "talosctl"
            talosctl -n 127.0.0.1 version --frobnicate                  | 1   | unknown flag: --frobnicate
            talosctl -n 127.0.0.1 version -x                            | 1   | unknown shorthand flag: 'x' in -x
            talosctl version -n                                         | 1   | flag needs an argument: 'n' in -n
            talosctl version --nodes                                    | 1   | flag needs an argument: --nodes
            talosctl --talosconfig none -n 127.0.0.1 version            | 1   | failed to determine endpoints
            talosctl version --insecure                                 | 1   | failed to determine endpoints
            talosctl -n 127.0.0.1 etcd remove-member cp-2               | 1   | invalid syntax
            talosctl -n 127.0.0.1,127.0.0.2 bootstrap                   | 1   | command "bootstrap" is not supported with multiple nodes
            talosctl -n 127.0.0.1 apply-config --insecure               | 1   | no filename supplied for configuration
            talosctl -n 127.0.0.1 apply-config -i -f none.yaml          | 1   | open none.yaml: no such file or directory
            talosctl -n 127.0.0.1 apply-config -i -f x -m sometimes     | 1   | invalid argument "sometimes" for "-m, --mode" flag
            talosctl -n 127.0.0.1 reset --insecure                      | 1   | cannot use --wait and --insecure together
            talosctl -n 127.0.0.1 reset --graceful=maybe                | 1   | invalid argument "maybe" for "--graceful" flag: strconv.ParseBool
            task frobnicate                                             | 200 | task: Task "frobnicate" does not exist
            task talos:apply-node                                       | 206 | missing required variables: IP
            task talos:apply-node IP=127.0.0.1                          | 201 | task: precondition not met
            task talos:reset                                            | 205 | task: Task "talos:reset" cancelled because it has a prompt and the environment is not a terminal. Use --yes (-y) to run anyway.
            task --list                                                 | 0   | * talos:apply-node:
            task --list --json                                          | 0   | "name": "talos:generate-config"
            task --frobnicate                                           | 2   | unknown flag: --frobnicate
            just frobnicate                                             | 1   | error: justfile does not contain recipe `frobnicate`
            just talos frobnicate                                       | 1   | error: justfile does not contain recipe `talos frobnicate`
            just talos reset-node wk-3                                  | 1   | was not confirmed
            just --frobnicate                                           | 2   | unexpected argument '--frobnicate' found
            """)
    void refusesAndKnows(String line, int exitCode, String message) {
        var result = run(line);
        assertThat(result.output() + result.error()).contains(message);
        assertThat(result.exitCode()).isEqualTo(exitCode);
    }
}
