package dev.kaltstart.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The pages send megabytes of scripts before any login, and a client that does not read them holds a thread of the server.
 * So strangers get some of the threads, and never all.
 */
class PageGate extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String RETRY_SECONDS = "2";

    private final Semaphore threads;

    PageGate(int threads) {
        this.threads = new Semaphore(threads);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        // who sends a body waits elsewhere
        return !READING.contains(request.getMethod()) || request.getSession(false) != null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!threads.tryAcquire()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
            AccessRefusal.BUSY.send(response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            threads.release();
        }
    }
}
