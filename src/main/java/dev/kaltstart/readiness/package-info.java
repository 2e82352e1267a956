/** Whether a cluster could be recovered: what a recovery needs outside of the cluster, proven by use, every day and before the first step. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "engine",
            "recovery",
            "cluster",
            "cluster :: volumes",
            "shell",
            "git",
            "talos",
            "backup :: ledger",
            "api"
        })
package dev.kaltstart.readiness;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
