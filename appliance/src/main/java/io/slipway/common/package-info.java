/** Values that every wing uses. This package needs nothing but the JDK. */
@NullMarked
package io.slipway.common;

import org.jspecify.annotations.NullMarked;
