package dev.kaltstart.alert;

import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(
        classes = {AlertSlice.class, PostgresDatabase.class},
        properties = "kaltstart.alerts.intakes=100")
class AlertInboxPostgresIT extends AlertInboxTest {}
