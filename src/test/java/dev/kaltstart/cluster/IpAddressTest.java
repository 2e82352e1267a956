package dev.kaltstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "fd00:20::21, FD00:20:0:0:0:0:0:21",
        "fd00:20::21, [fd00:20::21]",
        "fd00:20::21, fd00:20::21%eth0",
        "fd00:20::21, fd00:0020::0021",
        "10.20.0.21, ::ffff:10.20.0.21",
        "10.20.0.21, ::FFFF:0a14:0015",
        "::1, 0:0:0:0:0:0:0:1"
    })
    void oneAddressHasManyTexts(String one, String other) {
        assertThat(IpAddress.same(one, other)).isTrue();
        assertThat(IpAddress.same(other, one)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"fd00:20::21, fd00:20::22", "10.20.0.21, 10.20.0.22", "10.20.0.21, ::10.20.0.21", "wk-1, WK-1"})
    void twoAddressesAreTwo(String one, String other) {
        assertThat(IpAddress.same(one, other)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "wk-1",
                "localhost",
                "10.20.0",
                "10.20.0.021",
                "10.20.0.256",
                "0x0a140015",
                "10.20.0.21 ",
                "10.20.0.21%eth0",
                "fd00:::1",
                ":",
                "a:b",
                "fd00::1::2",
                "[fd00::1",
                "fd00::1%",
                "fd00::1%a;b",
                "\uFF11\uFF10.20.0.21",
                "evil.example:80"
            })
    void anythingElseIsNone(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }

    @Test
    void aLongTextIsNone() {
        assertThat(IpAddress.parse("f:".repeat(100_000))).isEmpty();
        assertThat(IpAddress.parse("f".repeat(100_000) + "::1")).isEmpty();
    }
}
