package dev.kaltstart.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.jvm.ClassArchive;
import dev.kaltstart.notify.channel.ChatServer;
import dev.kaltstart.notify.channel.ChatServer.Fault;
import dev.kaltstart.notify.channel.DiscordServer;
import dev.kaltstart.notify.channel.MattermostServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kaltstart is killed with -9 while it sends. */
@Timeout(400)
class KilledSenderIT {

    private static final int MESSAGES = 60;
    private static final int KILLS = 6;
    private static final long SEED = 20_261_130;

    @TempDir
    Path world;

    @Test
    void losesNothingKeepsTheOrderAndMarksWhatMayHaveArrivedTwice() throws Exception {
        try (var mattermost = new MattermostServer();
                var discord = new DiscordServer()) {
            int kills = killedUntilAllIsSent(mattermost, discord);
            List<String> posts = mattermost.posts;

            List<Integer> numbers = posts.stream().map(KilledSenderIT::number).toList();
            assertThat(new HashSet<>(numbers))
                    .as("nothing is lost")
                    .isEqualTo(IntStream.range(0, MESSAGES).boxed().collect(Collectors.toSet()));
            assertThat(posts.size() - MESSAGES)
                    .as("a kill doubles one message at most")
                    .isLessThanOrEqualTo(kills);
            for (int recovery = 0; recovery < 2; recovery++) {
                int mine = recovery;
                assertThat(numbers.stream().filter(number -> number % 2 == mine).toList())
                        .as("in order, each with its double right behind it")
                        .isSorted();
            }
            assertEverySecondOneIsMarked(posts);
            assertThat(discord.messages().stream()
                            .filter(message -> message.contains("number " + (MESSAGES - 1) + " end")
                                    || message.contains("number " + (MESSAGES - 2) + " end"))
                            .toList())
                    .as("the one message of each recovery says everything")
                    .hasSize(2);
        }
    }

    private int killedUntilAllIsSent(MattermostServer mattermost, DiscordServer discord) throws Exception {
        var random = new Random(SEED);
        Path done = world.resolve("done");
        int kills = 0;
        while (!Files.exists(done)) {
            int before = mattermost.requests.size();
            if (kills < KILLS) {
                // taken, and the sender dies before it hears so
                int wait = 1 + random.nextInt(6);
                IntStream.range(0, wait).forEach(n -> mattermost.faults.add(Fault.none()));
                mattermost.faults.add(Fault.hang());
                Process sender = start(mattermost, discord, done);
                int until = before + wait + 1;
                while (mattermost.requests.size() < until && sender.isAlive() && !Files.exists(done)) {
                    TimeUnit.MILLISECONDS.sleep(5);
                }
                sender.destroyForcibly().waitFor();
                mattermost.faults.clear();
                kills++;
            } else {
                Process sender = start(mattermost, discord, done);
                while (sender.isAlive() && !Files.exists(done)) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                sender.destroyForcibly().waitFor();
            }
        }
        return kills;
    }

    private Process start(ChatServer mattermost, ChatServer discord, Path done) throws IOException {
        List<String> words = ClassArchive.ofBuild().command(List.of("-Xmx200m"), KilledSender.class.getName());
        words.addAll(List.of(
                "jdbc:h2:async:" + world.resolve("database") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
                mattermost.url(),
                discord.url(),
                String.valueOf(MESSAGES),
                done.toString()));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(world.resolve("log").toFile()))
                .start();
    }

    private static void assertEverySecondOneIsMarked(List<String> posts) {
        Set<Integer> seen = new HashSet<>();
        var unmarked = new ArrayList<String>();
        for (String post : posts) {
            if (!seen.add(number(post)) && !post.contains("Sent again")) {
                unmarked.add(post);
            }
        }
        assertThat(unmarked).isEmpty();
        assertThat(posts).anyMatch(post -> post.contains("Sent again"));
    }

    private static int number(String post) {
        return Integer.parseInt(post.replaceAll("(?s).*number (\\d+) end.*", "$1"));
    }
}
