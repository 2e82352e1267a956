package dev.kaltstart.cluster;

/** The layouts of the cluster template over time; they differ in task runner and Talos tool. */
public enum TemplateEra {
    /** go-task and talhelper under {@code kubernetes/}, until February 2025. */
    A,
    /** go-task and talhelper under {@code talos/}, until May 2026. */
    B,
    /** just and talhelper, until July 2026. */
    C,
    /** just and topf, since July 2026. */
    D
}
