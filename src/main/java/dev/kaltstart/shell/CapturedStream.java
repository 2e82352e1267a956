package dev.kaltstart.shell;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The captured output of one stream, in order; bytes may be cut after the first piece. */
record CapturedStream(List<File> pieces, long cutBetween) {

    private static final int HALF = 512 * 1024;
    /** A line cut in two may hold half a secret, which redaction would miss. */
    private static final int LONGEST_LINE = 8 * 1024;

    static CapturedStream of(Path directory, String stream) {
        long cut = SmallFile.read(directory.resolve(stream + ".cut"))
                .map(String::strip)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .orElse(0L);
        return new CapturedStream(
                Stream.of("", ".before", ".tail", ".next")
                        .map(piece -> directory.resolve(stream + piece).toFile())
                        .toList(),
                cut);
    }

    /** At most one MiB: the whole output, or its head and tail with a mark between them. */
    String text(Redaction redaction) {
        long size = pieces.stream().mapToLong(File::length).sum();
        if (cutBetween == 0 && size <= 2 * HALF) {
            return redaction.clean(new String(last(size), StandardCharsets.UTF_8));
        }
        byte[] first = part(pieces.get(0), 0, HALF);
        byte[] last = last(HALF);
        int end = lastLineEnd(first);
        int start = firstLineEnd(last);
        long cut = size + cutBetween - end - (last.length - start);
        return redaction.clean(new String(first, 0, end, StandardCharsets.UTF_8))
                + "\n[... " + cut + " bytes cut ...]\n"
                + redaction.clean(new String(last, start, last.length - start, StandardCharsets.UTF_8));
    }

    private byte[] last(long wanted) {
        var bytes = new ByteArrayOutputStream();
        long skip = pieces.stream().mapToLong(File::length).sum() - wanted;
        for (File piece : pieces) {
            long from = Math.min(Math.max(skip, 0), piece.length());
            bytes.writeBytes(part(piece, from, piece.length() - from));
            skip -= piece.length();
        }
        return bytes.toByteArray();
    }

    private static byte[] part(File piece, long from, long length) {
        try (var file = new RandomAccessFile(piece, "r")) {
            var bytes = new byte[(int) Math.max(0, Math.min(length, file.length() - from))];
            file.seek(from);
            file.readFully(bytes);
            return bytes;
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static int lastLineEnd(byte[] bytes) {
        int stop = Math.max(0, bytes.length - LONGEST_LINE);
        int at = bytes.length;
        while (at > stop && bytes[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    private static int firstLineEnd(byte[] bytes) {
        int stop = Math.min(bytes.length, LONGEST_LINE);
        int at = 0;
        while (at < stop && bytes[at] != '\n') {
            at++;
        }
        return at < stop ? at + 1 : at;
    }
}
