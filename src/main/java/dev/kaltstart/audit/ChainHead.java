package dev.kaltstart.audit;

/**
 * The end of the chain.
 *
 * @param events how many there are
 * @param hash of the last one
 */
record ChainHead(long events, String hash) {

    /** Before the first event. */
    static final ChainHead START = new ChainHead(0, "0".repeat(64));
}
