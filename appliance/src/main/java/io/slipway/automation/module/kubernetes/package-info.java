/** Objects of a Kubernetes cluster: what {@code kubernetes.core} manages. */
@NullMarked
package io.slipway.automation.module.kubernetes;

import org.jspecify.annotations.NullMarked;
