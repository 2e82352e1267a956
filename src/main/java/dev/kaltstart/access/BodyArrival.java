package dev.kaltstart.access;

/** Whether something of a body has come that can be read without waiting. */
interface BodyArrival {

    /** The attribute of a request that holds it. */
    String ATTRIBUTE = BodyArrival.class.getName();

    boolean now();
}
