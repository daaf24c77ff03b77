package io.slipway.automation.config;

import io.slipway.common.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings that people make in {@code ansible.cfg} and in variables of the environment, which win.
 *
 * <p>The file is the one that {@code ANSIBLE_CONFIG} names, or {@code ansible.cfg} in the working directory, {@code ~/.ansible.cfg},
 * {@code /etc/ansible/ansible.cfg}: the first that exists. Paths in it count from its folder.
 */
public final class AnsibleConfig {

    /** How many hosts work at the same time unless something else is said. */
    public static final int USUAL_FORKS = 50;

    private static final List<String> GATHERING = List.of("implicit", "explicit", "smart");
    private static final int SECONDS_OF_A_DAY = 86_400;

    private final Optional<Path> file;
    private final SettingValues values;

    private AnsibleConfig(Optional<Path> file, SettingValues values) {
        this.file = file;
        this.values = values;
    }

    /**
     * @param warnings told when a file is left out because anybody could have written it
     * @throws ConfigException naming every malformed line
     */
    public static AnsibleConfig find(
            Path workingDirectory, Map<String, String> environment, Consumer<String> warnings) {
        Optional<Path> file = candidates(workingDirectory, environment, warnings)
                .filter(Files::isRegularFile)
                .findFirst();
        return new AnsibleConfig(
                file,
                new SettingValues(
                        file.map(AnsibleConfig::read).orElseGet(() -> IniFile.parse("", "")),
                        file,
                        environment,
                        workingDirectory));
    }

    private static Stream<Path> candidates(
            Path workingDirectory, Map<String, String> environment, Consumer<String> warnings) {
        Stream<Path> named = Stream.ofNullable(environment.get("ANSIBLE_CONFIG"))
                .map(workingDirectory::resolve)
                .map(path -> Files.isDirectory(path) ? path.resolve("ansible.cfg") : path);
        Path here = workingDirectory.resolve("ansible.cfg");
        Stream<Path> local = Stream.of(here).filter(path -> isTrustworthy(path, warnings));
        Stream<Path> home = Stream.ofNullable(environment.get("HOME")).map(path -> Path.of(path, ".ansible.cfg"));
        return Stream.of(named, local, home, Stream.of(Path.of("/etc/ansible/ansible.cfg")))
                .flatMap(paths -> paths);
    }

    private static boolean isTrustworthy(Path file, Consumer<String> warnings) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            boolean open = folder != null
                    && Files.isRegularFile(file)
                    && Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
            if (open) {
                warnings.accept("Ansible is being run in a world writable directory (" + folder
                        + "), ignoring it as an ansible.cfg source.");
            }
            return !open;
        } catch (IOException | UnsupportedOperationException e) {
            warnings.accept("cannot tell who may write to " + folder + ", ignoring its ansible.cfg");
            return false;
        }
    }

    private static IniFile read(Path file) {
        try {
            return IniFile.parse(file.toString(), TextFile.read(file));
        } catch (TextFile.UnreadableException e) {
            throw new ConfigException(e.problem(), e);
        }
    }

    /** The file that was read, if there is one. */
    public Optional<Path> file() {
        return file;
    }

    /** Every setting that {@code lookup('config')} finds, by Ansible's name for it. */
    public Map<String, @Nullable Object> named() {
        return NamedSettings.of(this, values);
    }

    /** Sources as {@code -i} takes them. */
    public List<String> inventory() {
        return values.paths(Setting.INVENTORY, ",").orElse(List.of()).stream()
                .map(Path::toString)
                .toList();
    }

    /** How inventory sources are read. */
    public InventorySettings inventorySettings() {
        return InventorySettings.of(values, mergesHashes());
    }

    /** What a run prints, and how. */
    public OutputSettings output() {
        return OutputSettings.of(values);
    }

    /** Folders with roles; those that Ansible looks at without being told if nothing is set. */
    public List<Path> rolesPath() {
        return values.paths(Setting.ROLES_PATH, ":")
                .orElseGet(() -> Stream.of("~/.ansible/roles", "/usr/share/ansible/roles", "/etc/ansible/roles")
                        .map(values::expanded)
                        .map(Path::of)
                        .toList());
    }

    /** Folders with modules of the user's own. */
    public List<Path> library() {
        return values.paths(Setting.LIBRARY, ":").orElse(List.of());
    }

    public Optional<Integer> forks() {
        return values.number(Setting.FORKS);
    }

    public Optional<String> remoteUser() {
        return values.text(Setting.REMOTE_USER);
    }

    public Optional<Path> privateKeyFile() {
        return values.path(Setting.PRIVATE_KEY_FILE);
    }

    public boolean hostKeyChecking() {
        return values.flag(Setting.HOST_KEY_CHECKING).orElse(true);
    }

    /** For a connection, in seconds. */
    public Optional<Integer> timeout() {
        return values.number(Setting.TIMEOUT);
    }

    /** How many more attempts there are to reach a host after one that failed. */
    public int connectRetries() {
        return values.number(Setting.CONNECTION_RETRIES)
                .or(() -> values.number(Setting.SSH_RETRIES))
                .orElse(0);
    }

    /** {@code ssh} or {@code local}. */
    public Optional<String> transport() {
        return values.text(Setting.TRANSPORT);
    }

    /** {@code implicit}, {@code explicit} or {@code smart}. */
    public String gathering() {
        return values.choice(Setting.GATHERING, GATHERING).orElse("implicit");
    }

    /** Whether differences are shown without being asked for. */
    public boolean diffAlways() {
        return values.flag(Setting.DIFF_ALWAYS).orElse(false);
    }

    /** {@code memory} or the name of a way to keep facts from run to run. */
    public String factCaching() {
        String name = values.text(Setting.FACT_CACHING).orElse("memory");
        return name.startsWith("ansible.builtin.") ? name.substring("ansible.builtin.".length()) : name;
    }

    /** The folder of {@code jsonfile}. */
    public Optional<Path> factCachingConnection() {
        return values.path(Setting.FACT_CACHING_CONNECTION);
    }

    public String factCachingPrefix() {
        return values.text(Setting.FACT_CACHING_PREFIX).orElse("");
    }

    /** How long facts count; zero for ever. */
    public Duration factCachingTimeout() {
        return Duration.ofSeconds(values.number(Setting.FACT_CACHING_TIMEOUT).orElse(SECONDS_OF_A_DAY));
    }

    /** Whether templates give Python's types, and text that reads as a literal becomes one. */
    public boolean nativeTypes() {
        return values.flag(Setting.JINJA2_NATIVE).orElse(false);
    }

    public boolean injectsFacts() {
        return values.flag(Setting.INJECT_FACTS).orElse(true);
    }

    /** Folders in which {@code ansible_collections} lies; those that Ansible looks at without being told if nothing is set. */
    public List<Path> collectionsPath() {
        return values.paths(Setting.COLLECTIONS_PATH, ":")
                .or(() -> values.paths(Setting.COLLECTIONS_PATHS, ":"))
                .orElseGet(() -> Stream.of("~/.ansible/collections", "/usr/share/ansible/collections")
                        .map(values::expanded)
                        .map(Path::of)
                        .toList());
    }

    /** Whether a task that fails opens the debugger. */
    public boolean taskDebugger() {
        return values.flag(Setting.TASK_DEBUGGER).orElse(false);
    }

    public boolean forceHandlers() {
        return values.flag(Setting.FORCE_HANDLERS).orElse(false);
    }

    /** Whether dictionaries that several sources set are merged rather than replaced. */
    public boolean mergesHashes() {
        return values.text(Setting.HASH_BEHAVIOUR).filter("merge"::equals).isPresent();
    }

    public Optional<Path> vaultPasswordFile() {
        return values.path(Setting.VAULT_PASSWORD_FILE);
    }

    /** Passwords as {@code --vault-id} takes them. */
    public List<String> vaultIdentities() {
        return values.list(Setting.VAULT_IDENTITY_LIST).orElse(List.of());
    }

    /** The name of a vault password that is given without one. */
    public String vaultIdentity() {
        return values.text(Setting.VAULT_IDENTITY).orElse("default");
    }

    /** The name of the vault password to encrypt with, when there are several. */
    public Optional<String> vaultEncryptIdentity() {
        return values.text(Setting.VAULT_ENCRYPT_IDENTITY);
    }

    /** Whether a vault is only tried with passwords of the name that it gives. */
    public boolean vaultIdMatch() {
        return values.flag(Setting.VAULT_ID_MATCH).orElse(false);
    }

    public boolean askVaultPass() {
        return values.flag(Setting.ASK_VAULT_PASS).orElse(false);
    }

    /** Whether to ask for the password of the connection. */
    public boolean askPass() {
        return values.flag(Setting.ASK_PASS).orElse(false);
    }

    /** What holds for plays, tasks and commands that say nothing themselves. */
    public Unsaid unsaid() {
        return Unsaid.of(values);
    }

    public boolean become() {
        return values.flag(Setting.BECOME).orElse(false);
    }

    public Optional<String> becomeMethod() {
        return values.text(Setting.BECOME_METHOD);
    }

    public Optional<String> becomeUser() {
        return values.text(Setting.BECOME_USER);
    }

    public boolean becomeAskPass() {
        return values.flag(Setting.BECOME_ASK_PASS).orElse(false);
    }

    /** The file with the password for becoming, or the program that prints it. */
    public Optional<Path> becomePasswordFile() {
        return values.path(Setting.BECOME_PASSWORD_FILE);
    }

    /** The file with the password of the connection, or the program that prints it. */
    public Optional<Path> connectionPasswordFile() {
        return values.path(Setting.CONNECTION_PASSWORD_FILE);
    }

    /** Seconds between two looks at a task in the background. */
    public Optional<Integer> pollInterval() {
        return values.number(Setting.POLL_INTERVAL);
    }

    public String sshArguments() {
        return words(Setting.SSH_ARGS);
    }

    public String sshCommonArguments() {
        return words(Setting.SSH_COMMON_ARGS);
    }

    public String sshExtraArguments() {
        return words(Setting.SSH_EXTRA_ARGS);
    }

    /** On one line, which a value in the file need not be. */
    private String words(Setting setting) {
        return values.text(setting).orElse("").replaceAll("\\s+", " ").strip();
    }
}
