/** What the inventory says of the machines of a pod, in the words of those who boot and serve them. */
@NullMarked
package io.slipway.pod;

import org.jspecify.annotations.NullMarked;
