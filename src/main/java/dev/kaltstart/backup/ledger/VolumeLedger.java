package dev.kaltstart.backup.ledger;

import java.util.List;
import org.springframework.modulith.NamedInterface;

/** What the claims of the real clusters were bound to. Thread-safe. */
@NamedInterface("ledger")
public interface VolumeLedger {

    /** Of all claims, those that are gone as well; by claim, the newest first. */
    List<LedgerEntry> of(String cluster);

    /** Of one claim, the newest first. */
    List<LedgerEntry> of(String cluster, String namespace, String claim);
}
