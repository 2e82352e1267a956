package dev.kaltstart.talos.ca;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;

/** Which authorities have to be replaced. */
final class CaFacts {

    private static final Fact<Boolean> AGE_KEY = Fact.flag("leakedAgeKey");
    private static final Fact<Boolean> TALOSCONFIG = Fact.flag("leakedTalosconfig");
    private static final Fact<Boolean> KUBECONFIG = Fact.flag("leakedKubeconfig");

    /** Any of them. */
    static final Fact<Boolean> LEAKED = Fact.flag("caLeaked");

    /** Fingerprint of the CA of Talos before. */
    static final Fact<String> BEFORE = Fact.text("talosCaBefore");

    private CaFacts() {}

    static boolean ageKey(Facts facts) {
        return facts.find(AGE_KEY).orElse(false);
    }

    /** It reads the machine configurations, with the keys of both authorities in them. */
    static boolean talosconfig(Facts facts) {
        return facts.find(TALOSCONFIG).orElse(false);
    }

    static boolean kubeconfig(Facts facts) {
        return facts.find(KUBECONFIG).orElse(false);
    }
}
