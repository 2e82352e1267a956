package dev.kaltstart.alert;

import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(
        classes = {AlertSlice.class, H2Database.class},
        properties = "kaltstart.alerts.intakes=100")
class AlertInboxH2Test extends AlertInboxTest {}
