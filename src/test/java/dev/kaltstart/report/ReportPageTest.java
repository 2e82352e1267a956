package dev.kaltstart.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportPageTest {

    @Test
    void makesTablesOfTables() {
        assertThat(ReportPage.of("r-1", "# Title\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"))
                .contains("<title>r-1</title>", "<h1>Title</h1>", "<td>1</td>");
    }

    @Test
    void makesNoMarkupOfWhatSomebodySaid() {
        String message = ReportFormat.text(
                "<script>alert(1)</script> [here](javascript:alert(1)) ![x](http://tracker/x.png) @all");

        assertThat(ReportPage.of("r-1", "- " + message + "\n- <b>raw</b> [raw](javascript:alert(1))\n"))
                .doesNotContain("<script", "<b>", "<img", "href=\"javascript", "@all");
    }
}
