/** Messages about recoveries to chats, webhooks and mail, through an outbox that neither blocks nor loses anything. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "recovery", "cluster", "shell", "api"})
package dev.kaltstart.notify;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
