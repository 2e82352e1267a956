package dev.kaltstart.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** A test that knocks at a running Kaltstart; all of them share one. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = AccessSlice.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:doors",
            "kaltstart.admin-password=" + AtTheDoors.PASSWORD,
            "kaltstart.alert-token=" + AtTheDoors.TOKEN,
            "kaltstart.hosts=kaltstart.lan"
        })
@interface AtTheDoors {

    String PASSWORD = "correct horse battery";
    String TOKEN = "a-token-that-is-long-enough";
}
