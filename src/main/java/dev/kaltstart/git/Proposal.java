package dev.kaltstart.git;

/**
 * A branch on the host, for people to review and merge.
 *
 * @param push the result of the push
 * @param next the next action of a person: a link that creates a pull request, or a sentence
 */
public record Proposal(Push push, String branch, String next) {}
