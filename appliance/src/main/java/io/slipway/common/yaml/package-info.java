/** YAML with positions: the one place that uses SnakeYAML. */
@NullMarked
package io.slipway.common.yaml;

import org.jspecify.annotations.NullMarked;
