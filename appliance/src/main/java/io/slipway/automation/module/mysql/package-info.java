/** Databases and accounts of MySQL and MariaDB, through the node's own {@code mysql} client. */
@NullMarked
package io.slipway.automation.module.mysql;

import org.jspecify.annotations.NullMarked;
