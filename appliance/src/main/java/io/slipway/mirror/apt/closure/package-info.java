/** Which packages a list of packages needs, across every configured archive. */
@NullMarked
package io.slipway.mirror.apt.closure;

import org.jspecify.annotations.NullMarked;
