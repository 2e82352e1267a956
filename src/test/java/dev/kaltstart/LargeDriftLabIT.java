package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import org.junit.jupiter.api.Test;

/** A parent takes all its children along. Each of them is built as Flux builds it, more than once. */
class LargeDriftLabIT extends LiveDrift {

    @Test
    void findsTheRootWhenAParentWithEightyChildrenIsGone() {
        lab.addAFamily(80);
        lab.delete("kubernetes/flux/cluster/family.yaml");
        lab.push();
        lab.until("the family is pruned", () -> lab.maps("child-") == 0);

        Recovery recovery = recover();

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).message("scopeDrift")).contains("It went with Kustomization flux-system/family");
        assertThat(lab.maps("child-")).isEqualTo(80);
        assertThat(lab.suspended()).isEmpty();
    }
}
