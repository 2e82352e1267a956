package dev.kaltstart;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts Kaltstart: the server, or one of the commands that need none. */
@SpringBootApplication
public class Kaltstart {

    public static void main(String[] arguments) {
        SpringApplication.run(Kaltstart.class, arguments);
    }
}
