/** The hosts of a pod, their groups and their variables. */
@NullMarked
package io.slipway.automation.inventory;

import org.jspecify.annotations.NullMarked;
