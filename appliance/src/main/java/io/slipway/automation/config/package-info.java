/** What the automation wing reads from the disk: playbook files and {@code ansible.cfg}. */
@NullMarked
package io.slipway.automation.config;

import org.jspecify.annotations.NullMarked;
