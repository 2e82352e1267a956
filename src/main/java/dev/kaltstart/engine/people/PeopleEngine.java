package dev.kaltstart.engine.people;

import java.io.InputStream;
import org.camunda.bpm.engine.spring.SpringTransactionsProcessEngineConfiguration;

/** An engine for people only: reading the SQL of everything else would take longer than any command. */
final class PeopleEngine extends SpringTransactionsProcessEngineConfiguration {

    @Override
    protected InputStream getMyBatisXmlConfigurationSteam() {
        return PeopleEngine.class.getResourceAsStream("/people-mappings.xml");
    }
}
