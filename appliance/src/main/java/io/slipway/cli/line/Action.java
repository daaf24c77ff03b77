package io.slipway.cli.line;

/** What is to be done, once all words are read. */
@FunctionalInterface
public interface Action {

    /** @return the exit code of the process */
    int run() throws Exception;
}
