package io.slipway.cli;

import io.slipway.automation.config.AnsibleConfig;
import io.slipway.cli.line.Action;
import io.slipway.cli.line.Command;
import io.slipway.cli.line.CommandLine;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Reading;
import io.slipway.cli.line.Syntax;
import io.slipway.cli.output.BottomLine;
import io.slipway.common.Progress;
import io.slipway.common.crypto.vault.Vault;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The one place where everything is put together. Nothing is made before a command needs it. */
final class Wiring implements Command {

    private static final String HOME = "SLIPWAY_HOME";
    private static final String DEFAULT_HOME = "/var/lib/slipway";
    private static final Path MACHINE = Path.of("/etc/slipway");

    private final Console console;
    private final Map<String, String> environment;
    private final Syntax root =
            new Syntax("slipway", "From bare metal to running GPU jobs, for an air-gapped NVIDIA DGX pod.");
    private final Given<Path> home = root.option(
            "--home", "DIR", Reading.FILE, "where Slipway keeps its state (else SLIPWAY_HOME, else /var/lib/slipway)");
    private final Given<String> set =
            root.options("--set", "KEY=VALUE", "a setting of slipway.yml, such as netboot.dhcp=proxy; may be repeated");
    private final Supplier<ApplianceSettings> settings = new Once<>(this::applianceSettings);
    private final Progress progress;
    private final BottomLine bottom;
    private final Terminal terminal;
    private final Supplier<AnsibleConfig> config = new Once<>(this::ansibleConfig);

    Wiring(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
        this.bottom = new BottomLine(console.out());
        this.terminal = new Terminal(bottom);
        this.progress =
                new ConsoleProgress(console.err(), console.terminal(), console.columns(), InstantSource.system());
    }

    /** What the words ask for. */
    Action read(List<String> words) {
        return CommandLine.read(root, this, words);
    }

    /** All that {@code slipway} can do. */
    @Override
    public Action declare(Syntax syntax) {
        syntax.instead("-h, --help", "Show this help message and exit.", console::help);
        syntax.instead("-V, --version", "Print version information and exit.", its -> this::version);
        syntax.command(
                "run",
                "Run playbooks over SSH. Options, output and exit codes are those of ansible-playbook.",
                this::run);
        syntax.command(
                "exec",
                "Run one module on the hosts of a pattern. Options, output and exit codes are those of ansible.",
                this::exec);
        syntax.command(
                "up",
                "Take the whole pod from machines that boot to a cluster that is proven. Stop it anywhere, and give it again.",
                this::up);
        syntax.command(
                "status",
                "Say how far each node has come, and what 'slipway up' would do next.",
                its -> new StatusCommand(its, this::home, podInventory(its), console.out(), program()));
        syntax.command("inventory", "Show the resolved inventory.", this::inventory);
        syntax.command(
                "vault",
                "Encrypt files and values with a password. Options, files and output are those of ansible-vault.",
                its -> vault().declare(its));
        syntax.command(
                "doc", "Say what modules there are, and what they take.", its -> new DocCommand(its, console.out()));
        syntax.command(
                "sync",
                "Fill the store from the descriptions in mirrors/ and publish what changed.",
                its -> new SyncCommand(its, this::home, console, progress));
        syntax.command(
                "serve",
                "Serve mirrors, images, keys, names and time, and boot machines, until stopped by a signal.",
                its -> new ServeCommand(
                        its,
                        this::home,
                        settings,
                        podInventory(its),
                        program().resolve("pxe"),
                        console.out(),
                        progress));
        syntax.command(
                "node",
                "Look after the machines of the pod: which there are, how far they came, and what they boot next.",
                its -> new NodeCommand(this::home, this::podInventory, console, operator()).declare(its));
        syntax.command(
                "egress",
                "List the names outside the pod that its machines asked for.",
                its -> () -> EgressCommand.run(home(), console.out()));
        syntax.command(
                "store", "Look after the store.", its -> new StoreCommand(this::home, console, progress).declare(its));
        syntax.command(
                "image",
                "Look after images: list them, import them, copy them from anywhere to anywhere.",
                its -> new ImageCommand(this::home, console, progress, environment).declare(its));
        syntax.command(
                "key",
                "Look after the key that signs what the mirrors publish.",
                its -> new KeyCommand(this::home, console).declare(its));
        syntax.command(
                "lab",
                "A pod of real SSH nodes on this machine, on a Docker engine.",
                its -> new LabCommand(this::home, console, progress).declare(its));
        syntax.command(
                "demo",
                "The tour on one machine: doctor, sync, lab, serve, site.yml, and site.yml again, which changes nothing.",
                its -> new DemoCommand(its, this::demo));
        syntax.command(
                "doctor",
                "Is this host ready to be a provisioning node?",
                its -> new DoctorCommand(its, this::home, console.out()));
        return console.help(syntax);
    }

    private int version() {
        console.line("slipway " + Main.version());
        return 0;
    }

    private Action run(Syntax its) {
        RunFlags flags = new RunFlags(its);
        Supplier<Vault> vault = new Once<>(() -> vaultAccess().open(flags.vault));
        return new RunCommand(
                its, flags, console, runs(flags, vault), settings(vault), printers(), this::home, terminal.answers());
    }

    private Action up(Syntax its) {
        RunFlags flags = new RunFlags(its);
        Supplier<Vault> vault = new Once<>(() -> vaultAccess().open(flags.vault));
        return new UpCommand(
                its,
                flags,
                console,
                runs(flags, vault),
                settings(vault),
                printers(),
                this::home,
                () -> settings.get().inventory(),
                program());
    }

    private Action exec(Syntax its) {
        RunFlags flags = new RunFlags(its);
        Supplier<Vault> vault = new Once<>(() -> vaultAccess().open(flags.vault));
        return new ExecCommand(its, flags, console, runs(flags, vault), settings(vault), printers());
    }

    private Action inventory(Syntax its) {
        return new InventoryCommand(its, console.out(), console.err(), environment, Path.of(""), terminal::hidden);
    }

    private VaultCommand vault() {
        Optional<String> editor = Optional.ofNullable(environment.get("EDITOR"));
        Optional<String> pager = Optional.ofNullable(environment.get("PAGER"));
        return new VaultCommand(console, this::vaultAccess, terminal, System.in, System.out, editor, pager);
    }

    private Demo demo(String nodes) {
        RunFlags flags = RunFlags.of();
        Supplier<Vault> vault = new Once<>(() -> vaultAccess().open(flags.vault));
        return new Demo(home(), program(), environment, console, progress, runs(flags, vault), settings(vault), nodes);
    }

    private PlaybookRuns runs(RunFlags flags, Supplier<Vault> vault) {
        return new PlaybookRuns(
                new Once<>(this::environmentOfRuns),
                config.get(),
                console,
                new AskAtTerminal(terminal, console),
                vault,
                flags::libraries);
    }

    /** Playbooks take the appliance's keys from where this command keeps its state, however it was told that. */
    private Map<String, String> environmentOfRuns() {
        Map<String, String> all = new HashMap<>(environment);
        all.put(HOME, home().toString());
        return all;
    }

    private Printers printers() {
        Path user = Path.of(environment.getOrDefault("HOME", "/root"));
        return new Printers(console, new Once<>(() -> config.get().output()), InstantSource.system(), user, bottom);
    }

    private RunSettings settings(Supplier<Vault> vault) {
        return new RunSettings(config.get(), terminal::hidden, System.in, vault);
    }

    private VaultAccess vaultAccess() {
        return new VaultAccess(config.get(), terminal::hidden, console::warn);
    }

    private ApplianceSettings applianceSettings() {
        return ApplianceSettings.find(Path.of(""), MACHINE, set.all());
    }

    private PodInventory podInventory(Syntax its) {
        return new PodInventory(its, settings, config, options -> vaultAccess().open(options), console::warn);
    }

    /** Who works here, as the timeline of a node names them. */
    private String operator() {
        return environment.getOrDefault("SUDO_USER", environment.getOrDefault("USER", "somebody"));
    }

    private AnsibleConfig ansibleConfig() {
        return AnsibleConfig.find(Path.of(""), environment, console::warn);
    }

    /** Where Slipway itself lies, with its playbooks and mirrors: the launcher knows. */
    private static Path program() {
        return Path.of(System.getProperty("slipway.program", "")).toAbsolutePath();
    }

    /** Where state lives: {@code --home}, {@code SLIPWAY_HOME}, else {@code /var/lib/slipway}. */
    private Path home() {
        return home.last()
                .orElseGet(() -> Path.of(environment.getOrDefault(HOME, DEFAULT_HOME)))
                .toAbsolutePath();
    }
}
