package dev.kaltstart.ui;

import dev.kaltstart.alert.Proposals;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.util.UriUtils;

/** The buttons of the proposals. They are forms of ours without fields, so nothing is read. */
@Controller
class ProposalStart {

    private final Proposals proposals;

    ProposalStart(Proposals proposals) {
        this.proposals = proposals;
    }

    @PostMapping("/proposals/{proposal}/start")
    String start(@PathVariable String proposal, Principal person) {
        return started(proposal, null, person);
    }

    @PostMapping("/proposals/{proposal}/start/{subject}")
    String start(@PathVariable String proposal, @PathVariable String subject, Principal person) {
        return started(proposal, subject, person);
    }

    private String started(String proposal, @Nullable String subject, Principal person) {
        String recovery = proposals.start(proposal, subject, person.getName());
        return "redirect:/recoveries/" + UriUtils.encodePathSegment(recovery, "UTF-8");
    }
}
