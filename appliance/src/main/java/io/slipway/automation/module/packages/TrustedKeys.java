package io.slipway.automation.module.packages;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Steps;
import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import io.slipway.common.crypto.Fingerprint;
import io.slipway.common.crypto.Keyring;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that a node's apt trusts, file by file. */
final class TrustedKeys {

    private static final String RING = "ring ";

    private final Map<String, Keyring> rings = new LinkedHashMap<>();
    private final Instant now;

    /** @param found with {@code ring PATH} for each file; what holds no key that can be read, apt does not read either */
    TrustedKeys(Found found, Instant now) {
        this.now = now;
        for (Map.Entry<String, String> text : found.texts().entrySet()) {
            if (text.getKey().startsWith(RING)) {
                String path = text.getKey().substring(RING.length());
                read(path, text.getValue()).ifPresent(ring -> rings.put(path, ring));
            }
        }
    }

    private static Optional<Keyring> read(String path, String dumped) {
        try {
            return Optional.of(Keyring.parse(path, KeyFile.bytes(dumped)));
        } catch (CryptoException unreadable) {
            return Optional.empty();
        }
    }

    /** All keys and subkeys that have not expired, as long as a task named one. */
    List<String> shown(KeyId like) {
        return rings.values().stream()
                .flatMap(ring -> ring.current(now).stream())
                .map(like::shown)
                .toList();
    }

    boolean holds(KeyId id) {
        return rings.values().stream()
                .flatMap(ring -> ring.current(now).stream())
                .anyMatch(id::names);
    }

    /** Puts keys into a file, beside those that it holds. */
    Steps add(String path, Keyring keys) {
        Optional<Keyring> others = Optional.ofNullable(rings.get(path));
        for (Fingerprint primary : keys.primaries()) {
            others = others.flatMap(ring -> ring.without(primary));
        }
        return put(new Steps(), path, others.map(ring -> ring.plus(keys)).orElse(keys));
    }

    /** @throws ModuleFailure when only a subkey has that name: a key goes as a whole or not at all */
    Steps remove(KeyId id) {
        Steps steps = new Steps();
        rings.forEach((path, ring) -> {
            List<Fingerprint> named =
                    ring.primaries().stream().filter(id::names).toList();
            Optional<Keyring> left = Optional.of(ring);
            for (Fingerprint primary : named) {
                left = left.flatMap(keys -> keys.without(primary));
            }
            if (!named.isEmpty() && left.isPresent()) {
                put(steps, path, left.get());
            } else if (!named.isEmpty()) {
                steps.run("rm", "-f", "--", path);
            }
        });
        if (steps.isEmpty()) {
            throw new ModuleFailure(
                    Problem.of("apt-key did not return an error, but the key was not removed (check that"
                                    + " the id is correct and *not* a subkey)")
                            .because(id.hex() + " is a subkey")
                            .hint("name the key that it belongs to"));
        }
        return steps;
    }

    private static Steps put(Steps steps, String path, Keyring keys) {
        return steps.script(KeyFile.put(path, path.endsWith(".asc") ? keys.armored() : keys.encoded()));
    }
}
