/** Whether a machine can be a provisioning node: a table of checks, each of which says what it found, why that matters and what to do. */
@NullMarked
package io.slipway.doctor;

import org.jspecify.annotations.NullMarked;
