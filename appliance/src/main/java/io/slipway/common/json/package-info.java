/** JSON and TOML between text and plain Java values: the one place that uses Jackson. */
@NullMarked
package io.slipway.common.json;

import org.jspecify.annotations.NullMarked;
