package dev.kaltstart.ui;

import dev.kaltstart.access.AccessSlice;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.engine.PhaseHistory;
import dev.kaltstart.engine.ScenarioCatalog;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** The pages behind their doors, over made-up recoveries. */
@Import(AccessSlice.class)
@ComponentScan("dev.kaltstart.ui")
public class PagesSlice {

    @Bean
    Fakes fakes() {
        return new Fakes();
    }

    @Bean
    PhaseHistory phases(Fakes fakes) {
        return recovery -> fakes.phases;
    }

    @Bean
    ScenarioCatalog scenarios() {
        return subject -> subject.equals("node") ? List.of("node-failure", "node-reinstall") : List.of();
    }

    @Bean
    Clusters clusters(Fakes fakes) {
        return fakes.asClusters();
    }
}
