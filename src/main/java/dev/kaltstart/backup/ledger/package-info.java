/** What the claims of the live clusters were bound to, recorded outside of the clusters. */
@NullMarked
package dev.kaltstart.backup.ledger;

import org.jspecify.annotations.NullMarked;
