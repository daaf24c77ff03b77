/** Keys, certificate signing requests and certificates as files hold them: made, read and compared. */
@NullMarked
package io.slipway.common.crypto.x509;

import org.jspecify.annotations.NullMarked;
