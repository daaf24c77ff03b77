/** What kubeadm makes of a node: its members of etcd, and what can be known of it. */
@NullMarked
package io.slipway.automation.module.kubeadm;

import org.jspecify.annotations.NullMarked;
