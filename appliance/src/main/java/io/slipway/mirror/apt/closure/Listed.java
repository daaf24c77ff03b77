package io.slipway.mirror.apt.closure;

import io.slipway.common.Position;

/**
 * A package that somebody asked for by name.
 *
 * @param at where
 */
record Listed(Offer offer, Step why, Position at) {}
