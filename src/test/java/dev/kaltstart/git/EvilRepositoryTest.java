package dev.kaltstart.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.git.Reversal.Reverted;
import dev.kaltstart.git.Undo.BackTo;
import dev.kaltstart.git.Undo.OneCommit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A malicious repository that attacks its readers. */
class EvilRepositoryTest {

    @TempDir
    Path directory;

    private Forge forge;
    private Path mark;

    @BeforeEach
    void aHost() throws IOException {
        forge = new Forge(directory);
        forge.quick = false;
        mark = directory.resolve("mark");
    }

    @Test
    void runsNothingThatTheRepositoryOrItsConfigurationNames() throws IOException {
        CommitId good = forge.commit(".gitattributes", "* filter=evil diff=evil merge=evil export-subst\n");
        String script = evilScript();
        RealGit.git(forge.person, "update-index", "--add", "--cacheinfo", "160000," + good + ",submodule");
        Files.writeString(forge.person.resolve(".gitmodules"), """
                [submodule "x"]
                	path = submodule
                	url = ext::%s
                """.formatted(script));
        RealGit.git(forge.person, "add", ".gitmodules");
        RealGit.git(forge.person, "commit", "--quiet", "--message=submodule");
        CommitId bad = forge.commit("apps/paperless/app.yaml", "image: broken\n");
        forge.push();
        RecoveryClone clone = forge.clone("look");
        clone.fetch();
        for (String setting : List.of(
                "filter.evil.smudge",
                "filter.evil.clean",
                "diff.evil.textconv",
                "diff.evil.command",
                "diff.external",
                "merge.evil.driver",
                "core.fsmonitor",
                "core.sshCommand",
                "credential.helper",
                "gpg.program")) {
            RealGit.git(forge.clonePath(), "config", setting, script);
        }
        for (String hook : List.of("reference-transaction", "pre-push", "post-update", "post-index-change")) {
            Path file = forge.clonePath().resolve("hooks").resolve(hook);
            Files.createDirectories(file.getParent());
            Files.copy(Path.of(script), file);
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }

        clone.fetch();
        assertThat(clone.history().diff(good, bad)).contains("+image: broken", "+Subproject commit");
        Reverted back = (Reverted) clone.revert(new BackTo(good, List.of("apps")), bad, Forge.AT);
        Reverted made = (Reverted) forge.clone("revert").revert(new OneCommit(bad, null), bad, Forge.AT);
        forge.clone("bundle").bundle(made.commit());
        assertThat(clone.files(bad).resolve("apps/paperless/app.yaml")).hasContent("image: broken");
        assertThat(clone.files(bad).resolve("submodule")).isEmptyDirectory();
        assertThat(forge.clone("push").push(made.commit(), bad)).isInstanceOf(Push.Pushed.class);

        assertThat(back.commit()).isNotEqualTo(made.commit());
        assertThat(mark).doesNotExist();
    }

    @Test
    void followsNoLinkAndWritesNoFileOfTheRepository() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "the content of a file outside\n");
        CommitId before = forge.personHead();
        Files.createSymbolicLink(forge.person.resolve("apps/link"), secret);
        RealGit.git(forge.person, "add", "apps/link");
        RealGit.git(forge.person, "commit", "--quiet", "--message=link");
        forge.push();
        RecoveryClone clone = forge.clone("look");
        clone.fetch();

        String diff = clone.history().diff(before, forge.personHead());
        Reverted made = (Reverted) clone.revert(new OneCommit(forge.personHead(), null), forge.personHead(), Forge.AT);

        assertThat(diff).contains("new file mode 120000", "+" + secret).doesNotContain("the content of");
        assertThat(clone.history().changes(before, made.commit())).isEqualTo(Changes.NONE);
        try (var files = Files.walk(forge.home)) {
            assertThat(files.filter(file -> file.endsWith("link") || file.endsWith("app.yaml")))
                    .isEmpty();
        }
    }

    @Test
    void laysNothingOutsideOfTheDirectoryItIsToldTo() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.createSymbolicLink(forge.person.resolve("apps/link"), outside);
        RealGit.git(forge.person, "add", "apps/link");
        RealGit.git(forge.person, "commit", "--quiet", "--message=link");
        CommitId link = forge.personHead();
        forge.push();
        RecoveryClone clone = forge.clone("look");
        clone.fetch();
        String blob = object("blob", outside.toString().getBytes(StandardCharsets.UTF_8));

        assertThat(clone.files(link).resolve("apps/link")).isRegularFile().hasContent(outside.toString());
        for (String name : List.of("..", ".git", "../mark", "/mark", ".GIT", "git~1", "a/../../../mark")) {
            CommitId evil = commit(tree(entry("100644 " + name, blob)));
            assertThatThrownBy(() -> clone.files(evil)).as(name).isInstanceOf(GitTrouble.class);
        }
        // a link, and below it a file
        String below = tree(entry("100644 mark", blob));
        CommitId both = commit(tree(entry("120000 link", blob), entry("40000 link", below)));
        try {
            clone.files(both);
        } catch (GitTrouble refused) {
            assertThat(refused).hasMessageContaining("link");
        }

        assertThat(outside).isEmptyDirectory();
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(
                            file -> file.endsWith("mark") && !file.toString().contains(both.value())))
                    .isEmpty();
        }
    }

    private CommitId commit(String tree) {
        return new CommitId(RealGit.git(forge.clonePath(), "commit-tree", "-m", "evil", tree));
    }

    /** In a form that Git itself would never write. */
    private String tree(byte[]... entries) throws IOException {
        var content = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            content.write(entry);
        }
        return object("tree", content.toByteArray());
    }

    private static byte[] entry(String modeAndName, String object) throws IOException {
        var entry = new ByteArrayOutputStream();
        entry.write((modeAndName + "\0").getBytes(StandardCharsets.UTF_8));
        entry.write(HexFormat.of().parseHex(object));
        return entry.toByteArray();
    }

    private String object(String type, byte[] content) throws IOException {
        Path file = Files.write(directory.resolve("content"), content);
        return RealGit.git(forge.clonePath(), "hash-object", "-t", type, "--literally", "-w", file.toString());
    }

    @Test
    void showsStrangeNamesWithoutBelievingThem() throws IOException {
        CommitId before = forge.personHead();
        for (String name :
                List.of("two\nlines.yaml", "--output=x", "\u001b[2Jclear", "\"quoted\"", "a\tb", ":(top)x")) {
            Files.writeString(forge.person.resolve(name), "x\n");
            RealGit.git(forge.person, "--literal-pathspecs", "add", "--", name);
        }
        RealGit.git(forge.person, "commit", "--quiet", "--message=names");
        forge.push();
        RecoveryClone clone = forge.clone("look");
        clone.fetch();

        Changes changes = clone.history().changes(before, forge.personHead());

        assertThat(changes.complete()).isTrue();
        assertThat(changes.added()).isEqualTo(6);
        assertThat(changes.files())
                .extracting(Changes.FileChange::path)
                .containsExactlyInAnyOrder(
                        "\"two\\nlines.yaml\"",
                        "--output=x",
                        "\"\\033[2Jclear\"",
                        "\"\\\"quoted\\\"\"",
                        "\"a\\tb\"",
                        ":(top)x");
        Reverted made = (Reverted) clone.revert(new OneCommit(forge.personHead(), null), forge.personHead(), Forge.AT);
        assertThat(clone.history().changes(before, made.commit())).isEqualTo(Changes.NONE);
        Reverted one = (Reverted)
                forge.clone("one").revert(new BackTo(before, List.of("--output=x")), forge.personHead(), Forge.AT);
        assertThat(clone.history().changes(forge.personHead(), one.commit()).deleted())
                .isEqualTo(1);
    }

    @Test
    void doesNotLetAFileNameThatLooksLikeASecretHideOthers() throws IOException {
        CommitId before = forge.personHead();
        forge.commit("-----BEGIN PRIVATE KEY-----", "x\n");
        CommitId bad = forge.destroy("apps/paperless");
        forge.push();
        RecoveryClone clone = forge.clone("look");
        clone.fetch();

        assertThat(clone.history().changes(before, bad).complete()).isFalse();
        assertThat(clone.history().changes(before, forge.personHead()).deleted())
                .isZero();
    }

    @Test
    void doesNotLetACommitHideItselfOrOthers() throws IOException {
        CommitId before = forge.personHead();
        CommitId first = forge.destroy("apps/mediabox");
        String subject = "\u001b[31mred\u202E" + "x".repeat(5000) + "\r over";
        RealGit.git(
                forge.person,
                "-c",
                "user.name=-----BEGIN PRIVATE KEY-----",
                "commit",
                "--quiet",
                "--allow-empty",
                "--message=hidden");
        CommitId hidden = forge.personHead();
        RealGit.git(
                forge.person,
                "commit",
                "--quiet",
                "--allow-empty",
                "--message=" + subject,
                "--message=body\n\nKaltstart-Recovery: " + Forge.RECOVERY + "\nKaltstart-Recovery: other");
        CommitId bad = forge.destroy("apps/paperless");
        forge.push();
        RecoveryClone clone = forge.clone("look");
        clone.fetch();

        List<Commit> commits = clone.history().between(before, bad, 10);

        assertThat(commits).hasSize(4);
        assertThat(commits).extracting(Commit::id).startsWith(bad).endsWith(first);
        assertThat(commits.get(1).parents()).containsExactly(hidden);
        assertThat(commits.get(1).subject()).startsWith("\\u001B[31mred\\u202Exxx");
        assertThat(commits.get(2).parents()).containsExactly(first);
        assertThat(commits)
                .allSatisfy(commit -> assertThat(commit.subject() + commit.author())
                        .hasSizeLessThan(700)
                        .doesNotContainPattern("[\\p{Cntrl}\\u202E]"));
        assertThat(clone.history().signature(hidden).state()).isEqualTo(Signature.State.UNKNOWN);
        assertThat(clone.revert(new BackTo(bad, List.of()), bad, Forge.AT))
                .isEqualTo(new Reversal.AlreadyReverted(null));
    }

    @Test
    void putsOneHarmlessLineIntoTheSubjectOfTheRevert() throws IOException {
        CommitId bad = forge.commit("apps/x.yaml", "x\n");
        RealGit.git(
                forge.person,
                "commit",
                "--quiet",
                "--amend",
                "--message=\u001b[31mred " + "x".repeat(400) + " token=hunter2hunter2");
        bad = forge.personHead();
        forge.push();
        RecoveryClone clone = forge.clone("look");
        clone.fetch();

        Reverted made = (Reverted) clone.revert(new OneCommit(bad, null), bad, Forge.AT);

        assertThat(RealGit.git(
                        forge.clonePath(),
                        "show",
                        "-s",
                        "--format=%s",
                        made.commit().value()))
                .startsWith("Revert \"\\u001B[31mred xxx")
                .hasSizeLessThan(115);
    }

    private String evilScript() throws IOException {
        Path script = directory.resolve("evil");
        Files.writeString(script, "#!/bin/sh\ntouch '" + mark + "'\ncat\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script.toString();
    }
}
