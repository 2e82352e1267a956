package dev.kaltstart.backup;

import dev.kaltstart.backup.method.RestoreMethod;
import dev.kaltstart.backup.method.RestoreOrder;
import java.util.List;
import org.springframework.stereotype.Component;

/** The method behind an order. */
@Component
class RestoreMethods {

    private final List<RestoreMethod> methods;

    RestoreMethods(List<RestoreMethod> methods) {
        this.methods = List.copyOf(methods);
    }

    RestoreMethod of(RestoreOrder order) {
        return methods.stream()
                .filter(method -> method.word().equals(order.point().method()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no restore method " + order.point().method()));
    }
}
