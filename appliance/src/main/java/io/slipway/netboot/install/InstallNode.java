package io.slipway.netboot.install;

import io.slipway.common.template.Scope;
import io.slipway.netboot.disk.DiskRule;
import java.util.function.Supplier;

/**
 * A node as templates see it.
 *
 * @param domain empty for none
 * @param variables all that its inventory says, templated when it is asked for; anew for each rendering, as one thread uses it
 */
public record InstallNode(String name, String domain, DiskRule disk, Supplier<Scope> variables) {}
