package dev.kaltstart.transfer;

/** Size limits of an export, far below the memory of a small machine. In bytes unless noted. */
final class ExportLimits {

    static final long FILE = 64L * 1024 * 1024;
    static final long UNPACKED = 384L * 1024 * 1024;
    /** One table, read row by row. */
    static final long TABLE = 192L * 1024 * 1024;

    static final long ROW = 16L * 1024 * 1024;
    static final int TEXT = 8 * 1024 * 1024;
    /** Data held in memory during the import: all files of a twin together, or one output. */
    static final long TWIN = 32L * 1024 * 1024;

    static final long OUTPUT = 4L * 1024 * 1024;
    static final long DESCRIPTION = 4L * 1024 * 1024;

    /** All entries together. */
    static final int ENTRIES = 20_000;

    static final int ROWS = 500_000;
    /** The compression ratio allowed beyond a minimum size: repetitive logs compress well. */
    static final long RATIO = 200;

    static final long SMALL = 64L * 1024 * 1024;

    private ExportLimits() {}
}
