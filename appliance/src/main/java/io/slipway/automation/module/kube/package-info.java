/** Modules that speak to Kubernetes. */
@NullMarked
package io.slipway.automation.module.kube;

import org.jspecify.annotations.NullMarked;
