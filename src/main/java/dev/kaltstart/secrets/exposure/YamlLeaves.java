package dev.kaltstart.secrets.exposure;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML as a stream of events: an alias is one event and is never expanded. */
final class YamlLeaves {

    /** Deeper, the parser itself would take long. */
    private static final int DEEPEST = 1_000;

    private YamlLeaves() {}

    static void read(String text, FileLeaves.Sink sink) {
        try {
            var reader = new Reader(sink);
            for (Event event : new Parse(LoadSettings.builder()
                            .setCodePointLimit(Integer.MAX_VALUE)
                            .build())
                    .parseString(text)) {
                if (!reader.saw(event)) {
                    return;
                }
            }
        } catch (YamlEngineException e) {
            sink.broken();
        }
    }

    private static final class Reader {

        private final FileLeaves.Sink sink;
        private OpenPath open = new OpenPath();
        private int document;

        Reader(FileLeaves.Sink sink) {
            this.sink = sink;
        }

        boolean saw(Event event) {
            if (event instanceof MappingStartEvent) {
                open.mapping();
            } else if (event instanceof SequenceStartEvent) {
                open.list();
            } else if (event instanceof MappingEndEvent || event instanceof SequenceEndEvent) {
                open.end();
            } else if (event instanceof ScalarEvent scalar) {
                return scalar(scalar.getValue());
            } else if (event instanceof AliasEvent) {
                return scalar("");
            } else if (event instanceof DocumentEndEvent) {
                document++;
                open = new OpenPath();
            }
            if (open.depth() > DEEPEST) {
                sink.broken();
                return false;
            }
            return true;
        }

        private boolean scalar(String text) {
            if (open.expectsKey()) {
                open.key(text);
                return true;
            }
            boolean room = sink.add(document, open.path(), text);
            open.valueEnded();
            return room;
        }
    }
}
