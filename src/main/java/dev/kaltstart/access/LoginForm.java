package dev.kaltstart.access;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The login of the engine's pages: the one form that is posted here. */
final class LoginForm {

    static final RequestMatcher MATCHER = Door.posting("/camunda/api/admin/auth/user/*/login/*");

    /** In bytes: a name and a password. */
    static final int LONGEST = 4096;

    private LoginForm() {}

    static byte[] read(HttpServletRequest request) throws IOException {
        return request.getInputStream().readNBytes(LONGEST + 1);
    }

    /** Empty when there is no name or no password in it. */
    static Optional<PasswordClaim> claim(byte[] form) {
        String text = new String(form, StandardCharsets.UTF_8);
        return field(text, "username")
                .flatMap(user -> field(text, "password").map(password -> new PasswordClaim(user, password)));
    }

    private static Optional<String> field(String form, String name) {
        return Arrays.stream(form.split("&"))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst()
                .flatMap(LoginForm::decoded);
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
