package dev.kaltstart.transfer;

/** How large an export may be, far below the memory of a small machine. In bytes where nothing else is said. */
final class ExportLimits {

    static final long FILE = 64L * 1024 * 1024;
    static final long UNPACKED = 384L * 1024 * 1024;
    /** A table. Read row by row. */
    static final long TABLE = 192L * 1024 * 1024;

    static final long ROW = 16L * 1024 * 1024;
    static final int TEXT = 8 * 1024 * 1024;
    /** What is held in memory while it is put in its place: all files of a twin together, or one output. */
    static final long TWIN = 32L * 1024 * 1024;

    static final long OUTPUT = 4L * 1024 * 1024;
    static final long DESCRIPTION = 4L * 1024 * 1024;

    /** Of all entries. */
    static final int ENTRIES = 20_000;

    static final int ROWS = 500_000;
    /** How many times larger it may become, once it is no longer small: logs that repeat themselves shrink a lot. */
    static final long RATIO = 200;

    static final long SMALL = 64L * 1024 * 1024;

    private ExportLimits() {}
}
