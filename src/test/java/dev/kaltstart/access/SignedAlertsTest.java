package dev.kaltstart.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** How the Flux of a cluster gets in: with real requests, as its notification-controller signs them. */
@AtTheDoors
class SignedAlertsTest {

    private static final String FLUX = "/api/alerts/flux";
    private static final String BODY = "{\"message\":\"Grüße aus dem Rechenzentrum\"}";

    private final Visitor stranger;

    SignedAlertsTest(@LocalServerPort int port) {
        stranger = Visitor.at(port);
    }

    @Test
    void aRightSignatureOpensAndTheBodyArrivesAsItWasSigned() {
        HttpResponse<String> answer = signed(signature(AtTheDoors.TOKEN, BODY)).post(FLUX, BODY);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("alert-sender: " + BODY);
    }

    @Test
    void capitalsAreTheSameNumber() {
        String signature = signature(AtTheDoors.TOKEN, BODY);
        String capitals = "sha256=" + signature.substring(7).toUpperCase(Locale.ROOT);

        assertThat(signed(capitals).post(FLUX, BODY).statusCode()).isEqualTo(200);
    }

    @Test
    void theTokenItselfIsAsGood() {
        assertThat(stranger.showing(AtTheDoors.TOKEN).post(FLUX, BODY).statusCode())
                .isEqualTo(200);
    }

    static Stream<String> wrong() {
        String right = signature(AtTheDoors.TOKEN, BODY);
        String digits = right.substring(7);
        return Stream.of(
                signature(AtTheDoors.TOKEN, BODY + " "),
                signature("another token", BODY),
                "sha1=" + digits.substring(0, 40),
                "sha512=" + digits + digits,
                "SHA256=" + digits,
                digits,
                "sha256=",
                "sha256=" + digits.substring(1),
                "sha256=" + digits + "00",
                "sha256=" + "g".repeat(64),
                "sha256=" + digits + "," + right,
                "");
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aWrongSignatureOpensNothing(String signature) {
        assertRefused(signed(signature).post(FLUX, BODY));
    }

    @Test
    void noneAndTwoOpenNothing() {
        String right = signature(AtTheDoors.TOKEN, BODY);

        assertRefused(stranger.post(FLUX, BODY));
        assertRefused(signed(right).with("X-Signature", right).post(FLUX, BODY));
        assertRefused(signed(right).with("X-Signature", "sha256=00").post(FLUX, BODY));
    }

    @Test
    void aSignatureOpensNoOtherDoor() {
        Visitor flux = signed(signature(AtTheDoors.TOKEN, "{}"));

        assertThat(flux.post("/api/alerts/sample", "{}").statusCode()).isEqualTo(401);
        assertThat(flux.post("/api/sample", "{}").statusCode()).isEqualTo(401);
        assertThat(flux.send("PUT", FLUX, "{}").statusCode()).isEqualTo(401);
    }

    @Test
    void readsNoMoreThanAMebibyteToCompare() {
        String large = "x".repeat(1024 * 1024 + 1);

        HttpResponse<String> answer = signed(signature(AtTheDoors.TOKEN, large)).post(FLUX, large);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer realm="));
        assertThat(answer.body()).contains("X-Signature", "KALTSTART_ALERT_TOKEN");
    }

    private Visitor signed(String signature) {
        return stranger.with("X-Signature", signature);
    }

    private static String signature(String key, String body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
