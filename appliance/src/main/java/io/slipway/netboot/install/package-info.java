/** What installs a node: its kernel's command line and its answer files, made of templates with the node's own variables, and checked. */
@NullMarked
package io.slipway.netboot.install;

import org.jspecify.annotations.NullMarked;
