package io.slipway.pod.journey;

/**
 * Why a node got no further.
 *
 * @param unreachable whether it did not answer, or gave up in the middle
 * @param cause one sentence
 */
public record Loss(boolean unreachable, String cause) {}
