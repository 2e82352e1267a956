package dev.kaltstart.engine;

import java.util.function.Function;

/**
 * A typed process variable. The engine keeps text, numbers and truth values; never a secret, not even an encrypted one.
 *
 * @param name of the variable, as models and forms know it
 */
public final class Fact<T> {

    private final String name;
    private final Function<T, Object> encode;
    private final Function<Object, T> decode;

    private Fact(String name, Function<T, Object> encode, Function<Object, T> decode) {
        this.name = name;
        this.encode = encode;
        this.decode = decode;
    }

    public static <T> Fact<T> of(String name, Function<T, String> encode, Function<String, T> decode) {
        return new Fact<>(name, encode::apply, raw -> decode.apply((String) raw));
    }

    public static Fact<String> text(String name) {
        return of(name, Function.identity(), Function.identity());
    }

    public static Fact<Boolean> flag(String name) {
        return new Fact<>(name, value -> value, raw -> (Boolean) raw);
    }

    public static Fact<Long> number(String name) {
        return new Fact<>(name, value -> value, raw -> ((Number) raw).longValue());
    }

    public String name() {
        return name;
    }

    public Object encode(T value) {
        return encode.apply(value);
    }

    public T decode(Object raw) {
        return decode.apply(raw);
    }
}
