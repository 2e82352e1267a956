/** What backs up the data of a cluster, how it is restored, and the proof that it is back. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "engine",
            "recovery",
            "cluster",
            "cluster :: volumes",
            "shell",
            "storage",
            "kubernetes :: pod",
            "api"
        })
package dev.kaltstart.backup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
