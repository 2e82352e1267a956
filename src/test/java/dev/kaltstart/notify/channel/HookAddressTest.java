package dev.kaltstart.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack: an address that leads to where a cloud hands out credentials, or sends the secret in the clear. */
class HookAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://mattermost.example/hooks/k",
                "https://10.20.0.5:8443/hooks/k",
                "https://[fd00:20::5]/hooks/k",
                "http://localhost:8065/hooks/k",
                "http://127.0.0.1:8065/hooks/k"
            })
    void takesHttpsAndThisMachine(String address) {
        assertThatCode(() -> HookAddress.of(address)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://mattermost.example/hooks/canary",
                "http://10.20.0.5/hooks/canary",
                "http://localhost.evil.example/hooks/canary",
                "file:///etc/canary",
                "https:///hooks/canary",
                "https://user:canary@mattermost.example/",
                "https://mattermost.example/#canary",
                "mattermost.example/hooks/canary",
                "https://a b/canary",
                ""
            })
    void refusesEverythingElseAndDoesNotRepeatIt(String address) {
        assertThatThrownBy(() -> HookAddress.of(address))
                .isInstanceOf(UnusableChannel.class)
                .hasMessageNotContaining("canary")
                .hasMessageContaining("the address of the webhook");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "fe80::1",
                "::ffff:169.254.169.254",
                "::169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "fd00:ec2::254",
                "100.100.100.200",
                "192.0.0.192",
                "0.0.0.0",
                "::",
                "224.0.0.1"
            })
    void neverReachesMetadata(String address) throws Exception {
        assertThat(HookAddress.forbidden(InetAddress.getByName(address))).isTrue();
        String host = address.contains(":") ? "[" + address + "]" : address;
        assertThatThrownBy(() -> HookAddress.of("https://" + host + "/x").refuseMetadata())
                .isInstanceOf(UnusableChannel.class)
                .hasMessageNotContaining(address.length() > 3 ? address : "no address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "192.168.1.10", "127.0.0.1", "::1", "fd12::1", "8.8.8.8", "2001:db8::1"})
    void privateNetworksAreAllowed(String address) throws Exception {
        assertThat(HookAddress.forbidden(InetAddress.getByName(address))).isFalse();
    }
}
