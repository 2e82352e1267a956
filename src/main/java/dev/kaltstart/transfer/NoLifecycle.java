package dev.kaltstart.transfer;

import org.springframework.context.LifecycleProcessor;

/** Starts nothing: a recovery must not run while it is exported or imported. */
final class NoLifecycle implements LifecycleProcessor {

    @Override
    public void onRefresh() {}

    @Override
    public void onClose() {}

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public boolean isRunning() {
        return false;
    }
}
