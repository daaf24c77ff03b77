/** Modules that speak to web services from a node. */
@NullMarked
package io.slipway.automation.module.web;

import org.jspecify.annotations.NullMarked;
