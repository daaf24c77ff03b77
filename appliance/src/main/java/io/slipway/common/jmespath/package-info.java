/** Queries of data in the language of jmespath.org; the only package that knows the library for it. */
@NullMarked
package io.slipway.common.jmespath;

import org.jspecify.annotations.NullMarked;
