package dev.kaltstart.drill;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who has signed which drill off. */
@Component
class SignOffRows {

    private final JdbcClient jdbc;

    SignOffRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<SignOff> find(String recovery) {
        return jdbc.sql("select person, words, at from drill_sign_off where recovery = ?")
                .param(recovery)
                .query((row, n) -> new SignOff(
                        row.getString("person"),
                        row.getString("words"),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    /** @throws DuplicateKeyException when another person was faster */
    void insert(String recovery, SignOff signOff) {
        jdbc.sql("insert into drill_sign_off (recovery, person, words, at) values (?, ?, ?, ?)")
                .params(recovery, signOff.person(), signOff.text(), signOff.at().atOffset(ZoneOffset.UTC))
                .update();
    }

    record SignOff(String person, String text, Instant at) {}
}
