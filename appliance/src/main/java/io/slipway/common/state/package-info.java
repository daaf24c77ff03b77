/** What survives a restart apart from files: one embedded SQLite database, reached through small repositories. The only package that knows JDBC. */
@NullMarked
package io.slipway.common.state;

import org.jspecify.annotations.NullMarked;
