package dev.kaltstart.twin.world;

/**
 * Equal as long as nothing has changed that a rule could read.
 *
 * @param objects the newest version of all
 * @param timers how many have started or were cleared
 * @param rest a hash of marks, machines and members of etcd
 */
record WorldState(long objects, long timers, int rest) {}
