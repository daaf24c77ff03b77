package io.slipway.mirror.fetch;

/**
 * What a server said when it was asked for a file.
 *
 * @param <T> as what the file is wanted
 */
public sealed interface Answer<T> {

    record Content<T>(T content, Validators validators) implements Answer<T> {}

    /** There is no such file. */
    record Absent<T>() implements Answer<T> {}

    /** It is still the one that the validators were given for. */
    record Unchanged<T>() implements Answer<T> {}
}
