package dev.kaltstart.backup.drill;

import dev.kaltstart.backup.method.CopyMethod;
import java.util.List;
import org.springframework.stereotype.Component;

/** The method behind a claim of a drill. */
@Component
class CopyMethods {

    private final List<CopyMethod> methods;

    CopyMethods(List<CopyMethod> methods) {
        this.methods = List.copyOf(methods);
    }

    CopyMethod of(DrillClaim claim) {
        return methods.stream()
                .filter(method -> method.word().equals(claim.method()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no method " + claim.method()));
    }
}
