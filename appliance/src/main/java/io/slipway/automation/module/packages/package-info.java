/** Modules for packages, where they come from and who is trusted to have made them: {@code apt}, {@code dnf}, {@code pip} and their kin. */
@NullMarked
package io.slipway.automation.module.packages;

import org.jspecify.annotations.NullMarked;
