package dev.kaltstart.secrets;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;

/** What a person has said about a leak, when the recovery began. Names and public keys only. */
public final class LeakFacts {

    /** A private key of age. */
    public static final Fact<Boolean> AGE_KEY = Fact.flag("leakedAgeKey");

    /** A token of 1Password: service account or Connect. */
    public static final Fact<Boolean> ONE_PASSWORD = Fact.flag("leakedOnePassword");

    /** A talosconfig, or the secrets bundle of Talos. */
    public static final Fact<Boolean> TALOSCONFIG = Fact.flag("leakedTalosconfig");

    /** A kubeconfig of an admin. */
    public static final Fact<Boolean> KUBECONFIG = Fact.flag("leakedKubeconfig");

    /** The secrets of one application, in clear text: {@link #FILE}. */
    public static final Fact<Boolean> APPLICATION = Fact.flag("leakedApplication");

    /** A token or deploy key for the Git host. */
    public static final Fact<Boolean> GIT_TOKEN = Fact.flag("leakedGitToken");

    /** The password of a backup repository, or the keys of the storage that it is on. */
    public static final Fact<Boolean> BACKUP = Fact.flag("leakedBackup");

    /** The recipients whose private key leaked, separated by commas; empty for all recipients of the repository. */
    public static final Fact<String> RECIPIENTS = Fact.text("leakedRecipients");

    /** A file of the repository whose content leaked in clear text. */
    public static final Fact<String> FILE = Fact.text("leakedFile");

    /** The day since which it is out: {@code 2026-11-24}. */
    public static final Fact<String> SINCE = Fact.text("leakedSince");

    private LeakFacts() {}

    public static boolean is(Facts facts, Fact<Boolean> leak) {
        return facts.find(leak).orElse(false);
    }
}
