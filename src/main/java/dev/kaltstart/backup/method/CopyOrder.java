package dev.kaltstart.backup.method;

/**
 * One volume that is restored beside the original. Made from Kaltstart's own evidence, never from a form.
 *
 * @param copy the namespace of the copy; the claim has the same name there
 */
public record CopyOrder(String namespace, String claim, String copy) {

    public String label() {
        return namespace + "/" + claim;
    }
}
