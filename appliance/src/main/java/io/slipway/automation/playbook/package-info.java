/** What is wanted, as it was written: plays, blocks, tasks and roles, parsed and positioned but not yet templated. No I/O, no threads. */
@NullMarked
package io.slipway.automation.playbook;

import org.jspecify.annotations.NullMarked;
