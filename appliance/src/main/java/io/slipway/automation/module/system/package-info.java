/** Modules that work on a node as a whole: commands, packages, services, users, kernel settings and facts. */
@NullMarked
package io.slipway.automation.module.system;

import org.jspecify.annotations.NullMarked;
