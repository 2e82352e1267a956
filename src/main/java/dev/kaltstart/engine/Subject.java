package dev.kaltstart.engine;

import dev.kaltstart.cluster.NodeName;

/** The subject of one execution of a step. Comes from Kaltstart's own rows, never from a variable. */
public sealed interface Subject {

    /** The stored form: {@code node/wk-2}, {@code namespace/paperless}, {@code secret/age}, {@code cluster}. */
    String text();

    /** The name shown to people; empty for the whole cluster. */
    String label();

    record OfNode(NodeName node) implements Subject {
        @Override
        public String text() {
            return "node/" + node;
        }

        @Override
        public String label() {
            return node.value();
        }
    }

    record OfNamespace(String namespace) implements Subject {
        @Override
        public String text() {
            return "namespace/" + namespace;
        }

        @Override
        public String label() {
            return namespace;
        }
    }

    /** @param secret a name for the secret, never its value */
    record OfSecret(String secret) implements Subject {
        @Override
        public String text() {
            return "secret/" + secret;
        }

        @Override
        public String label() {
            return secret;
        }
    }

    record WholeCluster() implements Subject {
        @Override
        public String text() {
            return "cluster";
        }

        @Override
        public String label() {
            return "";
        }
    }

    static Subject node(String name) {
        return new OfNode(new NodeName(name));
    }

    /** @throws IllegalArgumentException when the text is not one that {@link #text} makes */
    static Subject parse(String text) {
        int slash = text.indexOf('/');
        String name = text.substring(slash + 1);
        return switch (slash < 0 ? text : text.substring(0, slash)) {
            case "cluster" -> new WholeCluster();
            case "node" -> node(name);
            case "namespace" -> new OfNamespace(name);
            case "secret" -> new OfSecret(name);
            default -> throw new IllegalArgumentException("not a subject: " + text);
        };
    }
}
