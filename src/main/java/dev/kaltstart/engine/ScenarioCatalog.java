package dev.kaltstart.engine;

import java.util.List;

/** The scenarios that can be started. */
public interface ScenarioCatalog {

    /**
     * The names of the scenarios whose model says, in its property {@code subject}, that its runs are about this.
     *
     * @param subject {@code node} or {@code cluster}
     */
    List<String> about(String subject);
}
