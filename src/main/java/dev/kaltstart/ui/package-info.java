/** The pages of Kaltstart. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "engine",
            "recovery",
            "cluster",
            "alert",
            "flux :: status",
            "backup :: status",
            "cluster :: volumes",
            "readiness :: status",
            "notify :: status",
            "drill :: status",
            "approval"
        })
package dev.kaltstart.ui;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
