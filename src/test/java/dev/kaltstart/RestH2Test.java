package dev.kaltstart;

/** On the embedded database, in the file that a first start makes. */
class RestH2Test extends RestTest {}
