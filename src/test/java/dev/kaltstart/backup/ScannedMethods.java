package dev.kaltstart.backup;

import dev.kaltstart.backup.ledger.Recorded;
import dev.kaltstart.backup.ledger.VolumeLedger;
import dev.kaltstart.backup.method.RestoreMethod;
import java.util.List;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The restore methods in their order, as the program finds them. */
final class ScannedMethods {

    private ScannedMethods() {}

    /** With an empty ledger. */
    static List<RestoreMethod> all() {
        try (var context = new AnnotationConfigApplicationContext()) {
            context.registerBean(VolumeLedger.class, () -> Recorded.ledger());
            context.scan("dev.kaltstart.backup.method");
            context.refresh();
            return context.getBeanProvider(RestoreMethod.class).orderedStream().toList();
        }
    }
}
