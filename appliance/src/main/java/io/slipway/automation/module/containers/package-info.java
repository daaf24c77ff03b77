/** Containers on a node: what {@code community.docker} and {@code containers.podman} manage. */
@NullMarked
package io.slipway.automation.module.containers;

import org.jspecify.annotations.NullMarked;
