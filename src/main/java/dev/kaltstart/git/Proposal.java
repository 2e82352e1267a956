package dev.kaltstart.git;

/**
 * A branch of the host, for people to look at and to merge.
 *
 * @param push what became of it
 * @param next what a person does with it: a link that makes a pull request, or words
 */
public record Proposal(Push push, String branch, String next) {}
