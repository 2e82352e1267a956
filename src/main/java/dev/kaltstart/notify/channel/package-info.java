/** What Mattermost, Discord, other webhooks and mail servers want, and what their answers mean. */
@NullMarked
package dev.kaltstart.notify.channel;

import org.jspecify.annotations.NullMarked;
