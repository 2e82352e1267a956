package dev.kaltstart;

import dev.kaltstart.access.PersonCommand;
import dev.kaltstart.audit.AuditCommand;
import dev.kaltstart.cluster.check.CheckCommand;
import dev.kaltstart.cluster.init.InitCommand;
import dev.kaltstart.transfer.TransferCommand;
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
        UtcZone.set();
        if (CheckCommand.isMeant(arguments)) {
            System.exit(CheckCommand.run(arguments, System.out, System.err));
        }
        if (InitCommand.isMeant(arguments)) {
            System.exit(InitCommand.run(arguments, System.out, System.err));
        }
        if (TransferCommand.isMeant(arguments)) {
            System.exit(TransferCommand.run(Kaltstart.class, arguments, System.out));
        }
        if (AuditCommand.isMeant(arguments)) {
            System.exit(AuditCommand.run(arguments, System.out));
        }
        if (PersonCommand.isMeant(arguments)) {
            System.exit(PersonCommand.run(arguments, System.in, System.out, System.err));
        }
        SpringApplication.run(Kaltstart.class, arguments);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
