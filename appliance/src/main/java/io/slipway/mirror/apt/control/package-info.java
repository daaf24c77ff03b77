/** The formats of Debian archives, as pure functions between bytes and records: control files, Release, versions, dependencies. */
@NullMarked
package io.slipway.mirror.apt.control;

import org.jspecify.annotations.NullMarked;
