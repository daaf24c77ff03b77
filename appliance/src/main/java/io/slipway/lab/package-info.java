/** A pod of real SSH nodes on this machine: containers that boot systemd, made, repaired and removed by one command each. */
@NullMarked
package io.slipway.lab;

import org.jspecify.annotations.NullMarked;
