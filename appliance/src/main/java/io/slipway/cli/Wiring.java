package io.slipway.cli;

import io.slipway.automation.config.AnsibleConfig;
import io.slipway.cli.output.BottomLine;
import io.slipway.common.Progress;
import io.slipway.common.crypto.vault.Vault;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** The one place where everything is put together. Nothing is made before a command needs it. */
final class Wiring implements IFactory {

    private static final String HOME = "SLIPWAY_HOME";
    private static final String DEFAULT_HOME = "/var/lib/slipway";

    private final Console console;
    private final Map<String, String> environment;
    private final HomeOption homeOption = new HomeOption();
    private final Progress progress;
    private final BottomLine bottom;
    private final Terminal terminal;
    private final VaultOptions vaultOptions = new VaultOptions();
    private final Supplier<Vault> vault = new Once<>(() -> vaultAccess().open(vaultOptions));

    Wiring(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
        this.bottom = new BottomLine(console.out());
        this.terminal = new Terminal(bottom);
        this.progress =
                new ConsoleProgress(console.err(), console.terminal(), console.columns(), InstantSource.system());
    }

    /** @param wanted the classes of the commands that are to be there */
    CommandLine commands(Collection<Class<?>> wanted) {
        CommandLine root = new CommandLine(new Main.Root(), this);
        wanted.forEach(root::addSubcommand);
        root.addMixin("home", homeOption);
        return root;
    }

    /** Makes the commands that picocli asks for. */
    @Override
    public <K> K create(Class<K> type) throws Exception {
        Object made = make(type);
        return made == null ? CommandLine.defaultFactory().create(type) : type.cast(made);
    }

    private @org.jspecify.annotations.Nullable Object make(Class<?> type) {
        if (type == RunCommand.class) {
            return new RunCommand(console, runs(), settings(), printers(), this::home, terminal.answers());
        }
        if (type == ExecCommand.class) {
            return new ExecCommand(console, runs(), settings(), printers());
        }
        if (type == InventoryCommand.class) {
            return new InventoryCommand(console.out(), console.err(), environment, Path.of(""), terminal::hidden);
        }
        if (type == VaultCommand.class) {
            Optional<String> editor = Optional.ofNullable(environment.get("EDITOR"));
            Optional<String> pager = Optional.ofNullable(environment.get("PAGER"));
            return new VaultCommand(console, this::vaultAccess, terminal, System.in, System.out, editor, pager);
        }
        if (type == DocCommand.class) {
            return new DocCommand(console.out());
        }
        if (type == VaultOptions.class) {
            return vaultOptions;
        }
        if (type == SyncCommand.class) {
            return new SyncCommand(this::home, console, progress);
        }
        if (type == ServeCommand.class) {
            return new ServeCommand(this::home, console.out(), progress);
        }
        if (type == KeyCommand.class) {
            return new KeyCommand(this::home, console.out());
        }
        if (type == StoreCommand.class) {
            return new StoreCommand(this::home, console.out(), progress);
        }
        if (type == LabCommand.class) {
            return new LabCommand(this::home, console.out(), progress);
        }
        if (type == DoctorCommand.class) {
            return new DoctorCommand(this::home, console.out(), console.err(), progress);
        }
        if (type == DemoCommand.class) {
            return new DemoCommand(this::demo);
        }
        return null;
    }

    private Demo demo(String nodes) {
        return new Demo(home(), program(), environment, console, progress, runs(), settings(), nodes);
    }

    private PlaybookRuns runs() {
        return new PlaybookRuns(
                new Once<>(this::environmentOfRuns), config(), console, new AskAtTerminal(terminal, console), vault);
    }

    /** Playbooks take the appliance's keys from where this command keeps its state, however it was told that. */
    private Map<String, String> environmentOfRuns() {
        Map<String, String> all = new HashMap<>(environment);
        all.put(HOME, home().toString());
        return all;
    }

    private Printers printers() {
        Path user = Path.of(environment.getOrDefault("HOME", "/root"));
        return new Printers(console, new Once<>(() -> config().output()), InstantSource.system(), user, bottom);
    }

    private RunSettings settings() {
        return new RunSettings(config(), terminal::hidden, vault);
    }

    private VaultAccess vaultAccess() {
        return new VaultAccess(config(), terminal::hidden, console::warn);
    }

    private AnsibleConfig config() {
        return AnsibleConfig.find(Path.of(""), environment, console::warn);
    }

    /** Where Slipway itself lies, with its playbooks and mirrors: the launcher knows. */
    private static Path program() {
        return Path.of(System.getProperty("slipway.program", "")).toAbsolutePath();
    }

    /** Where state lives: {@code --home}, {@code SLIPWAY_HOME}, else {@code /var/lib/slipway}. */
    private Path home() {
        return homeOption
                .path()
                .orElseGet(() -> Path.of(environment.getOrDefault(HOME, DEFAULT_HOME)))
                .toAbsolutePath();
    }
}
