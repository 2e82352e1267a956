package dev.kaltstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedNounTest {

    @Test
    void onlyOneIsSingular() {
        assertThat(CountedNoun.of(0, "pod")).isEqualTo("0 pods");
        assertThat(CountedNoun.of(1, "pod")).isEqualTo("1 pod");
        assertThat(CountedNoun.of(2, "pod")).isEqualTo("2 pods");
        assertThat(CountedNoun.of(1, "copy is", "copies are")).isEqualTo("1 copy is");
        assertThat(CountedNoun.verb(2, "it is", "they are")).isEqualTo("they are");
    }
}
