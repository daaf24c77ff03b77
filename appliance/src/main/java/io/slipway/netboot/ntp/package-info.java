/** The time of this host for the machines of the pod: a server of NTP version 4 (RFC 5905), and nothing more of it. */
@NullMarked
package io.slipway.netboot.ntp;

import org.jspecify.annotations.NullMarked;
