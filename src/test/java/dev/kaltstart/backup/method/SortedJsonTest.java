package dev.kaltstart.backup.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The text of a plan does not depend on the order of a map, which another start of Kaltstart changes. */
class SortedJsonTest {

    @Test
    void sortsAtEveryDepth() {
        var inner = new LinkedHashMap<String, Object>();
        inner.put("b", List.of(1));
        inner.put("a", "x\ny");
        var object = new GenericKubernetesResource();
        object.setAdditionalProperty("spec", inner);

        assertThat(SortedJson.of(object)).isEqualTo("{\"spec\":{\"a\":\"x\\ny\",\"b\":[1]}}");
    }

    @Test
    void keepsWhatAPatchRemoves() {
        var patch = new LinkedHashMap<String, Object>();
        patch.put("labels", null);

        assertThat(SortedJson.of(patch)).isEqualTo("{\"labels\":null}");
    }
}
