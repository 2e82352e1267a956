package dev.kaltstart.secrets;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;

/** What has leaked, as a person has said. */
public final class LeakFacts {

    public static final Fact<Boolean> AGE_KEY = Fact.flag("leakedAgeKey");
    public static final Fact<Boolean> ONE_PASSWORD = Fact.flag("leakedOnePassword");
    public static final Fact<Boolean> TALOSCONFIG = Fact.flag("leakedTalosconfig");
    public static final Fact<Boolean> KUBECONFIG = Fact.flag("leakedKubeconfig");
    public static final Fact<Boolean> APPLICATION = Fact.flag("leakedApplication");
    public static final Fact<Boolean> GIT_TOKEN = Fact.flag("leakedGitToken");
    public static final Fact<Boolean> BACKUP = Fact.flag("leakedBackup");

    /** The public key of the age key that leaked. */
    public static final Fact<String> RECIPIENTS = Fact.text("leakedRecipients");

    /** The encrypted file of the secret that leaked. */
    public static final Fact<String> FILE = Fact.text("leakedFile");

    /** The day since when it may be known to others, as 2026-11-30. */
    public static final Fact<String> SINCE = Fact.text("leakedSince");

    private LeakFacts() {}

    public static boolean is(Facts facts, Fact<Boolean> leak) {
        return facts.find(leak).orElse(false);
    }
}
