package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.ssh.KeyFile.FileIdentity;
import io.slipway.automation.transport.ssh.KeyFile.LockedException;
import io.slipway.common.Secret;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Private keys that were unlocked: a passphrase is asked for once, however many hosts want the key, and one at a time. Who gave none is not
 * asked again.
 */
final class KeyRing {

    private static final int TRIES = 3;

    private final Passphrases passphrases;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Optional<FileIdentity>> unlocked = new HashMap<>();

    KeyRing(Passphrases passphrases) {
        this.passphrases = passphrases;
    }

    /**
     * @param mayAsk if nobody may be asked now, only what was asked before counts
     * @throws LockedException if it stays locked
     */
    FileIdentity open(KeyFile file, boolean mayAsk) throws IOException {
        if (!file.locked()) {
            return file.open(null);
        }
        lock.lock();
        try {
            Optional<FileIdentity> known = unlocked.get(file.text());
            if (known == null && mayAsk) {
                known = ask(file);
                unlocked.put(file.text(), known);
            }
            if (known == null || known.isEmpty()) {
                throw new LockedException(
                        "it has a passphrase: put it into an agent with ssh-add, or run at a terminal", null);
            }
            return known.get();
        } finally {
            lock.unlock();
        }
    }

    private Optional<FileIdentity> ask(KeyFile file) throws IOException {
        String prompt = "Enter passphrase for key '" + file.path() + "': ";
        for (int i = 0; i < TRIES; i++) {
            Optional<Secret> passphrase = passphrases.ask(prompt);
            if (passphrase.isEmpty() || passphrase.get().reveal().isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(file.open(passphrase.get()));
            } catch (LockedException e) {
                prompt = "That does not fit. Enter passphrase for key '" + file.path() + "': ";
            }
        }
        return Optional.empty();
    }
}
