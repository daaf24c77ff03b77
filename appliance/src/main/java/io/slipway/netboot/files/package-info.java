/** What machines load: programs that ask further, the profiles that are installed, and the scripts that lead to them. */
@NullMarked
package io.slipway.netboot.files;

import org.jspecify.annotations.NullMarked;
