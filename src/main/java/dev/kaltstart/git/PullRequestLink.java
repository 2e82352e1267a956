package dev.kaltstart.git;

import dev.kaltstart.cluster.RepositoryUrl;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The web page that creates a pull request from a branch. */
final class PullRequestLink {

    private static final Pattern PATH = Pattern.compile("(?:[a-z]+://(?:[^/@]*@)?[^/]+/|[^:/]+:/?)(.+?)(?:\\.git)?/?");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~/-]+");
    private static final Pattern WEB = Pattern.compile("(https?://[^/]+)/.*");

    private PullRequestLink() {}

    /** Empty when the host name does not reveal the kind of host. */
    static Optional<String> of(RepositoryUrl url, String from, String to) {
        Matcher path = PATH.matcher(url.value());
        if (url.host().isEmpty()
                || !path.matches()
                || !PLAIN.matcher(path.group(1)).matches()) {
            return Optional.empty();
        }
        Matcher web = WEB.matcher(url.value());
        String page = (web.matches() ? web.group(1) : "https://" + url.host()) + "/" + path.group(1);
        String host = url.host();
        if (host.equals("github.com") || host.contains("github")) {
            return Optional.of(page + "/compare/" + encoded(to) + "..." + encoded(from) + "?expand=1");
        }
        if (host.contains("gitlab")) {
            return Optional.of(page + "/-/merge_requests/new?merge_request%5Bsource_branch%5D=" + encoded(from)
                    + "&merge_request%5Btarget_branch%5D=" + encoded(to));
        }
        return host.equals("codeberg.org") || host.contains("gitea") || host.contains("forgejo")
                ? Optional.of(page + "/compare/" + encoded(to) + "..." + encoded(from))
                : Optional.empty();
    }

    private static String encoded(String branch) {
        return URLEncoder.encode(branch, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }
}
