package dev.kaltstart.backup.protection;

import java.util.List;

/** One backup system of a live cluster. */
interface PointSource {

    /**
     * Adds what it knows of the claims.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API does not answer
     */
    void read(LiveKinds kinds, List<LiveClaim> claims, FoundPoints found);
}
