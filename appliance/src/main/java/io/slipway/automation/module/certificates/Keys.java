package io.slipway.automation.module.certificates;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.files.FoundPath;
import io.slipway.common.crypto.CryptoException;
import io.slipway.common.crypto.x509.PrivateHalf;
import java.util.function.Supplier;

/** What several of these modules ask for: private keys, and trouble with them in a task's words. */
final class Keys {

    private Keys() {}

    /** Refuses a task that is to make something of a private key and names none. */
    static void needPrivateKey(Arguments a) {
        if (!a.has("privatekey_path") && !a.has("privatekey_content")) {
            throw new ModuleFailure(
                    "state is present but any of the following are missing: privatekey_path, privatekey_content");
        }
    }

    /**
     * The key that a task gives by {@code PREFIX_path} or {@code PREFIX_content}.
     *
     * @param missing what is said of a file that does not exist; {@code %s} is its path
     */
    static PrivateHalf privateKey(Arguments a, FoundPath found, String prefix, String missing) {
        byte[] content = NodeFile.content(a, found, prefix + "_content", prefix + "_path", missing);
        return trying(() -> PrivateHalf.read(content, a.text(prefix + "_passphrase")));
    }

    static <T> T trying(Supplier<T> work) {
        try {
            return work.get();
        } catch (CryptoException e) {
            throw new ModuleFailure(e.problem(), e);
        }
    }
}
