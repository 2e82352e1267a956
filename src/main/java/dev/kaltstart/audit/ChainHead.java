package dev.kaltstart.audit;

/**
 * The end of the chain.
 *
 * @param events their number
 * @param hash of the last one
 */
record ChainHead(long events, String hash) {

    /** The head of an empty chain. */
    static final ChainHead START = new ChainHead(0, "0".repeat(64));
}
