package dev.kaltstart.engine.model;

import java.util.Locale;

/** One name per step: the id of an activity is the name of its bean, plus a suffix when a model uses it twice. */
public final class ActivityNames {

    private ActivityNames() {}

    /** {@code resolve_drain} is served by the bean {@code resolve}. */
    public static String bean(String activity) {
        if (activity.matches("resolve[A-Z]\\w*?_\\w+")) {
            // models of earlier versions have one kind of it for each kind of step
            return "resolve";
        }
        int suffix = activity.indexOf('_');
        return suffix < 0 ? activity : activity.substring(0, suffix);
    }

    /** {@code flashNode} has its form in {@code flash-node.form}. */
    public static String file(String activity) {
        return bean(activity).replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
