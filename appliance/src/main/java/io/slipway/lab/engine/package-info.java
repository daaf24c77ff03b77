/** A Docker engine on this machine: found or started, and asked for what a lab needs; the one place that uses docker-java. */
@NullMarked
package io.slipway.lab.engine;

import org.jspecify.annotations.NullMarked;
