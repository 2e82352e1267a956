/** Notices a lost cluster when its monitoring cannot report the loss: nothing answers, and its heartbeat no longer arrives. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"alert", "alert :: heartbeat", "cluster", "flux :: status", "recovery", "shell", "talos"
        })
package dev.kaltstart.watchdog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
