package dev.kaltstart.git;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A Git operation in progress; a commit in the middle of it would become part of it. */
enum GitOperation {
    MERGE("MERGE_HEAD", "a merge"),
    REBASE("rebase-merge", "a rebase"),
    APPLY("rebase-apply", "a rebase"),
    CHERRY_PICK("CHERRY_PICK_HEAD", "a cherry-pick"),
    REVERT("REVERT_HEAD", "a revert"),
    BISECT("BISECT_LOG", "a bisection");

    private final String sign;
    private final String message;

    GitOperation(String sign, String message) {
        this.sign = sign;
        this.message = message;
    }

    static Optional<String> in(Path gitDirectory) {
        return Stream.of(values())
                .filter(operation -> Files.exists(gitDirectory.resolve(operation.sign)))
                .map(operation -> operation.message)
                .findFirst();
    }
}
