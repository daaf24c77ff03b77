package io.slipway.cli;

import io.slipway.cli.line.Action;
import io.slipway.cli.line.Command;
import io.slipway.cli.line.Syntax;
import io.slipway.common.crypto.SigningKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Supplier;

/** {@code slipway key}. */
final class KeyCommand implements Command {

    private final Supplier<Path> home;
    private final Console console;

    KeyCommand(Supplier<Path> home, Console console) {
        this.home = home;
        this.console = console;
    }

    @Override
    public Action declare(Syntax syntax) {
        syntax.command("show", "Show the key's fingerprint.", its -> this::show);
        syntax.command(
                "rotate", "Make a new key; the present one signs as well until it is retired.", its -> this::rotate);
        syntax.command(
                "retire", "Have the former key sign no more, once all nodes have the new one.", its -> this::retire);
        return console.usage(syntax);
    }

    private Path keys() {
        return home.get().resolve("keys");
    }

    private int show() {
        print(SigningKey.openOrCreate(keys(), InstantSource.system(), new SecureRandom()));
        return 0;
    }

    private int rotate() {
        print(SigningKey.rotate(keys(), InstantSource.system(), new SecureRandom()));
        console.line("now run 'slipway sync' and give the nodes the new keyring;" + " then 'slipway key retire'");
        return 0;
    }

    private int retire() {
        SigningKey.retire(keys());
        console.line("the former key is gone: run 'slipway sync' to sign with the new one alone");
        return 0;
    }

    private void print(SigningKey key) {
        PrintWriter out = console.out();
        out.println(key.fingerprint() + " signs");
        key.former().ifPresent(former -> out.println(former + " signs as well, until it is retired"));
        out.flush();
    }
}
