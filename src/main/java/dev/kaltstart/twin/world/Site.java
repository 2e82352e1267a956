package dev.kaltstart.twin.world;

import org.jspecify.annotations.Nullable;

/**
 * The parts of the repository that the simulated tools read. Paths are relative to its scratch copy.
 *
 * @param name of the cluster as Talos knows it
 * @param endpoint of the Kubernetes API as the repository names it
 * @param machineSecrets the bundle that holds the PKI; null when there is none
 * @param longhorn the cluster stores its volumes in Longhorn
 * @param renderedByHand a person makes the machine configurations, with a recipe of the repository
 * @param schedulable control planes take ordinary pods too
 */
public record Site(
        String name,
        String endpoint,
        String talosVersion,
        String kubernetesVersion,
        String talosDirectory,
        String talosconfig,
        String kubeconfig,
        String ageKey,
        @Nullable String machineSecrets,
        boolean renderedByHand,
        boolean longhorn,
        boolean schedulable) {}
