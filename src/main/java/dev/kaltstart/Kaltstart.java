package dev.kaltstart;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Starts Kaltstart: the server, or one of the commands that need none. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Kaltstart {

    public static void main(String[] arguments) {
        SpringApplication.run(Kaltstart.class, arguments);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
