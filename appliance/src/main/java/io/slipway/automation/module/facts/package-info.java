/** What {@code setup} finds out about a node, under Ansible's names: a piece of shell and a parser for each area. */
@NullMarked
package io.slipway.automation.module.facts;

import org.jspecify.annotations.NullMarked;
