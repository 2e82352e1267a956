package dev.kaltstart.flux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.lab.Contract;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the command line of Flux says, and with which exit code. There is a ready Kustomization called gatus. */
abstract class FluxCliContract extends Contract {

    /** Where the Kustomization is. */
    protected abstract String home();

    private Result flux(String line) {
        String[] words = line.replace("HOME", home()).split(" ");
        return world.cluster().looking().run(Command.of("flux", words));
    }

    @BeforeEach
    void itIsReady() {
        world.until(
                "it is ready",
                () -> said(flux("get kustomizations gatus -n HOME")).contains("Applied revision"));
    }

    private static String said(Result result) {
        return (result.output() + result.error()).replaceAll("[ \\t]+", " ");
    }

    private void says(String line, int exitCode, String words) {
        Result result = flux(line);
        assertThat(said(result)).as(line).contains(words.replace("HOME", home()));
        assertThat(result.exitCode()).as(line + ": " + said(result)).isEqualTo(exitCode);
    }

    @Test
    void tellsTheStateOfAllKustomizations() {
        says("get ks -A", 0, "NAMESPACE NAME REVISION SUSPENDED READY MESSAGE");
        assertThat(said(flux("get ks -n HOME"))).startsWith("NAME REVISION SUSPENDED READY MESSAGE");
        says("get kustomizations gatus -n HOME", 0, "False True Applied revision: main@sha1:");
        says("get kustomizations nothing -n HOME", 1, "not found");
    }

    @Test
    void reconcilesWhatIsNotSuspended() {
        says("reconcile kustomization gatus -n HOME", 0, "✔ applied revision main@sha1:");
        says("suspend kustomization gatus -n HOME", 0, "► suspending kustomization gatus in HOME namespace");
        says("get kustomizations gatus -n HOME", 0, "True True Applied revision: main@sha1:");
        says("reconcile kustomization gatus -n HOME", 1, "✗ resource is suspended");
        says("resume kustomization gatus -n HOME", 0, "► resuming kustomization gatus in HOME namespace");
        says("reconcile kustomization nothing -n HOME", 1, "not found");
        says("reconcile kustomization", 1, "name is required");
    }

    @Test
    void knowsWhatItDoesNotKnow() {
        says("frobnicate", 1, "unknown command \"frobnicate\" for \"flux\"");
        says("get ks -A --frobnicate", 1, "unknown flag: --frobnicate");
    }
}
