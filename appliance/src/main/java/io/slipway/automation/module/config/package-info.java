/** Modules that keep entries of configuration files: INI, XML, host keys, cron tables, passwords of web servers. */
@NullMarked
package io.slipway.automation.module.config;

import org.jspecify.annotations.NullMarked;
