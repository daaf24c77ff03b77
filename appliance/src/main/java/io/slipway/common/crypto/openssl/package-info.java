/** What OpenSSL's libcrypto of this machine does with the processor's own instructions, where the JVM would have to compile first. */
@NullMarked
package io.slipway.common.crypto.openssl;

import org.jspecify.annotations.NullMarked;
