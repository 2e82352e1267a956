package dev.kaltstart.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodSelectorTest {

    private static final Pod PAPERLESS = pod(Map.of("app", "paperless", "tier", ""));
    private static final Pod BARE = pod(null);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                        | true  | true",
                "{matchLabels: {app: paperless}}                                           | true  | false",
                "{matchLabels: {app: mediabox}}                                            | false | false",
                "{matchLabels: {tier: ''}}                                                 | true  | false",
                "{matchExpressions: [{key: app, operator: In, values: [a, paperless]}]}    | true  | false",
                "{matchExpressions: [{key: app, operator: In, values: [paperless-db]}]}    | false | false",
                "{matchExpressions: [{key: app, operator: NotIn, values: [paperless]}]}    | false | true",
                "{matchExpressions: [{key: app, operator: NotIn, values: [paperless-db]}]} | true  | true",
                "{matchExpressions: [{key: app, operator: Exists}]}                        | true  | false",
                "{matchExpressions: [{key: app, operator: DoesNotExist}]}                  | false | true",
                "{matchLabels: {app: paperless}, matchExpressions: [{key: tier, operator: DoesNotExist}]} | false | false",
                "{matchExpressions: [{key: app, operator: Gt, values: ['1']}]}             | false | false",
                "{matchExpressions: [{key: app, operator: In, values: []}]}                | false | false",
                "{matchExpressions: [{key: app, operator: NotIn, values: []}]}             | false | false"
            })
    void selectsAsTheApiServerDoes(String selector, boolean paperless, boolean bare) {
        var selects = new PodSelector(Serialization.unmarshal("---\n" + selector, LabelSelector.class));

        assertThat(selects.matches(PAPERLESS)).isEqualTo(paperless);
        assertThat(selects.matches(BARE)).as("a pod without labels").isEqualTo(bare);
    }

    @Test
    void aMissingSelectorSelectsNothing() {
        assertThat(new PodSelector(null).matches(PAPERLESS)).isFalse();
    }

    private static Pod pod(@Nullable Map<String, String> labels) {
        return new PodBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .build();
    }
}
