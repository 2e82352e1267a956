package dev.kaltstart.access;

import java.security.Principal;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says who was let in. Stands where the real things stand. */
@RestController
@TestComponent
public class SampleApi {

    @RequestMapping({"/", "/api/sample", "/api/alerts", "/api/alerts/sample", "/unlisted"})
    String who(Principal person) {
        return person.getName();
    }

    @PostMapping("/api/alerts/flux")
    String whoSaysWhat(Principal person, @RequestBody String body) {
        return person.getName() + ": " + body;
    }
}
