package dev.kaltstart.report;

import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** The report as an HTML page, for the browser or for print. */
final class ReportPage {

    private static final List<TablesExtension> TABLES = List.of((TablesExtension) TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(TABLES).build();

    /** The report quotes tools and people: their text must not become markup or a script link. */
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(TABLES)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .build();

    private ReportPage() {}

    static String of(String recovery, String markdown) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <style>
                body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 0 auto; padding: 1rem; color-scheme: light dark; }
                h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
                table { border-collapse: collapse; width: 100%%; font-size: 0.9rem; }
                th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.6rem 0.25rem 0; overflow-wrap: anywhere; border-bottom: 1px solid #8885; }
                th, td:first-child { white-space: nowrap; }
                @media print { body { padding: 0; } tr { break-inside: avoid; } }
                </style>
                </head>
                <body>
                %s                </body>
                </html>
                """.formatted(recovery, RENDERER.render(PARSER.parse(markdown)));
    }
}
