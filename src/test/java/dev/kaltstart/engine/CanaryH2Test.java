package dev.kaltstart.engine;

/** On the embedded database, whose file is one more place to look. */
class CanaryH2Test extends CanaryTest {}
