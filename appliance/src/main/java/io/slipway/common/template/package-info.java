/** Our Jinja2 engine: text to tree to native values, with Python's semantics. It does no I/O and starts no thread. */
@NullMarked
package io.slipway.common.template;

import org.jspecify.annotations.NullMarked;
