package dev.kaltstart.talos.rebuild;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import dev.kaltstart.talos.TalosCommand;
import java.util.List;
import org.springframework.stereotype.Component;

/** The copies outside of the cluster belong to the old one until a person renews them. */
@Component
class RenewGoBag extends HumanTask {

    private static final Fact<Boolean> RENEWED = Fact.flag("goBagRenewed");
    private static final Fact<Boolean> RESUMED = Fact.flag("retentionResumed");
    private static final Fact<String> EVIDENCE = Fact.text("goBagRenewal");

    @Override
    public Brief brief(Run run) {
        var tools = run.cluster().inventory().tools();
        String first = FirstControlPlane.find(run)
                .map(node -> TalosCommand.on(run.cluster(), node, "etcd", "snapshot", "etcd-after.db")
                        .line())
                .orElse("# take a snapshot of etcd from a control plane");
        return new Brief(
                "The cluster is back, and what you keep outside of it is still that of the old one. Renew it now: the"
                        + " next disaster does not wait.",
                List.of(
                        TalosCommand.credentials(run.cluster()),
                        "# a first copy of the new etcd, kept outside of the cluster",
                        first,
                        "# credentials that others keep: CI, laptops, the password manager",
                        "ls -l " + tools.kubeconfig() + " " + tools.talosconfig()),
                "Copies of kubeconfig and talosconfig are replaced where they are kept. Backup retention and recurring jobs,"
                        + " which were frozen at the start, run again.",
                "Each application has a first backup from after the recovery; the etcd snapshot is outside of the cluster.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.ticked(RENEWED, "tick that the copies outside of the cluster are renewed");
        given.ticked(RESUMED, "tick that backup retention and recurring jobs run again, or that none were frozen");
        given.text(EVIDENCE, "say what was renewed, and where it is kept");
    }
}
