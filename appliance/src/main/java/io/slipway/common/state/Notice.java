package io.slipway.common.state;

/**
 * A handler that a run notified on a host, and that has not run there yet.
 *
 * @param by the task that notified it
 */
public record Notice(long run, String host, Run.Task handler, Run.Task by) {}
