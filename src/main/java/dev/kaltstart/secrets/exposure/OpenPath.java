package dev.kaltstart.secrets.exposure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a reader is in a file: the mappings and lists around it. No recursion, so that no depth breaks it. */
final class OpenPath {

    private final Deque<Level> levels = new ArrayDeque<>();

    void mapping() {
        begin(new Level(true));
    }

    void list() {
        begin(new Level(false));
    }

    private void begin(Level level) {
        levels.push(level);
    }

    void end() {
        levels.poll();
        valueEnded();
    }

    /** Whether the next scalar is a key. */
    boolean expectsKey() {
        Level level = levels.peek();
        return level != null && level.mapping && level.key == null;
    }

    void key(String key) {
        Level level = levels.peek();
        if (level != null) {
            level.key = key;
        }
    }

    /** After a value of any kind. */
    void valueEnded() {
        Level level = levels.peek();
        if (level == null) {
            return;
        }
        if (!level.mapping) {
            level.index++;
        } else if (level.key == null) {
            // a mapping or a list was the key
            level.key = "?";
        } else {
            level.key = null;
        }
    }

    /** Of the value that comes next. */
    List<Object> path() {
        var path = new ArrayList<Object>(levels.size());
        for (Iterator<Level> all = levels.descendingIterator(); all.hasNext(); ) {
            Level level = all.next();
            path.add(level.mapping ? level.key == null ? "?" : level.key : (Object) level.index);
        }
        return path;
    }

    int depth() {
        return levels.size();
    }

    private static final class Level {

        private final boolean mapping;
        private @Nullable String key;
        private int index;

        Level(boolean mapping) {
            this.mapping = mapping;
        }
    }
}
