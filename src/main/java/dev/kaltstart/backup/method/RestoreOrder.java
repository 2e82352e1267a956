package dev.kaltstart.backup.method;

import dev.kaltstart.storage.LostClaim;

/** One volume that is to come back, and from where. Made from Kaltstart's own evidence, never from a form. */
public record RestoreOrder(LostClaim claim, RestorePoint point) {

    public String label() {
        return claim.label() + ": " + point.label();
    }
}
