package io.slipway.cli;

/** Numbers of things as people say them. */
final class Count {

    private Count() {}

    /** {@code 1 package}, {@code 2 packages}. */
    static String of(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
