/** The file family of modules, and how everything else puts content on a node: probe in one exchange, write atomically in another. */
@NullMarked
package io.slipway.automation.module.files;

import org.jspecify.annotations.NullMarked;
