package io.slipway.mirror.fetch;

/** What a server said when it was asked for a small file. */
public sealed interface Answer {

    record Content(byte[] bytes, Validators validators) implements Answer {}

    /** There is no such file. */
    record Absent() implements Answer {}

    /** It is still the one that the validators were given for. */
    record Unchanged() implements Answer {}
}
