package io.slipway.cli;

import io.slipway.common.crypto.SigningKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** {@code slipway key}. */
@Command(
        name = "key",
        description = "Look after the key that signs what the mirrors publish.",
        mixinStandardHelpOptions = true)
public final class KeyCommand extends GroupCommand {

    private final Supplier<Path> home;
    private final PrintWriter out;

    public KeyCommand(Supplier<Path> home, PrintWriter out) {
        this.home = home;
        this.out = out;
    }

    private Path keys() {
        return home.get().resolve("keys");
    }

    @Command(name = "show", description = "Show the key's fingerprint.", mixinStandardHelpOptions = true)
    int show() {
        print(SigningKey.openOrCreate(keys(), InstantSource.system(), new SecureRandom()));
        return 0;
    }

    @Command(
            name = "rotate",
            description = "Make a new key; the present one signs as well until it is retired.",
            mixinStandardHelpOptions = true)
    int rotate() {
        print(SigningKey.rotate(keys(), InstantSource.system(), new SecureRandom()));
        out.println(
                "now run 'slipway sync', restart 'slipway serve', and give the nodes the new keyring; then 'slipway key retire'");
        out.flush();
        return 0;
    }

    @Command(
            name = "retire",
            description = "Have the former key sign no more, once all nodes have the new one.",
            mixinStandardHelpOptions = true)
    int retire() {
        SigningKey.retire(keys());
        out.println("the former key is gone: run 'slipway sync' to sign with the new one alone");
        out.flush();
        return 0;
    }

    private void print(SigningKey key) {
        out.println(key.fingerprint() + " signs");
        key.former().ifPresent(former -> out.println(former + " signs as well, until it is retired"));
        out.flush();
    }
}
