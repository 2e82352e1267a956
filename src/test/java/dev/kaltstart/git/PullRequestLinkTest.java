package dev.kaltstart.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.RepositoryUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PullRequestLinkTest {

    @ParameterizedTest
    @CsvSource({
        "git@github.com:me/cluster.git, https://github.com/me/cluster/compare/main...kaltstart/revert-r1?expand=1",
        "https://github.com/me/cluster, https://github.com/me/cluster/compare/main...kaltstart/revert-r1?expand=1",
        "ssh://git@gitlab.lan:2222/home/ops/cluster.git,"
                + " https://gitlab.lan/home/ops/cluster/-/merge_requests/new?merge_request%5Bsource_branch%5D="
                + "kaltstart/revert-r1&merge_request%5Btarget_branch%5D=main",
        "https://gitea.lan:3000/me/cluster.git, https://gitea.lan:3000/me/cluster/compare/main...kaltstart/revert-r1",
        "git@codeberg.org:me/cluster.git, https://codeberg.org/me/cluster/compare/main...kaltstart/revert-r1",
        "ssh://git@forgejo.lan/me/cluster.git, https://forgejo.lan/me/cluster/compare/main...kaltstart/revert-r1",
    })
    void knowsTheHosts(String url, String link) {
        assertThat(PullRequestLink.of(new RepositoryUrl(url), "kaltstart/revert-r1", "main"))
                .contains(link);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/srv/github/x.git", "https://git.lan/x.git", "git@github.com:<script>/x"})
    void saysNothingOfHostsThatItDoesNotKnow(String url) {
        assertThat(PullRequestLink.of(new RepositoryUrl(url), "b", "main")).isEmpty();
    }
}
