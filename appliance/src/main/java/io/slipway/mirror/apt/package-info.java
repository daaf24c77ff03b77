/** Debian archives: takes verified suites in, and gives suites out that are signed by the pod. */
@NullMarked
package io.slipway.mirror.apt;

import org.jspecify.annotations.NullMarked;
