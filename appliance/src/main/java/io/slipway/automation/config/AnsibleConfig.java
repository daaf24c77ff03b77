package io.slipway.automation.config;

import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings that people make in {@code ansible.cfg} and in variables of the environment, which win.
 *
 * <p>The file is the one that {@code ANSIBLE_CONFIG} names, or {@code ansible.cfg} in the working directory, {@code ~/.ansible.cfg},
 * {@code /etc/ansible/ansible.cfg}: the first that exists. Paths in it count from its folder.
 */
public final class AnsibleConfig {

    private static final Set<String> YES = Set.of("yes", "on", "true", "1", "y", "t");
    private static final Set<String> NO = Set.of("no", "off", "false", "0", "n", "f");
    private static final List<String> GATHERING = List.of("implicit", "explicit", "smart");

    private static final int SECONDS_OF_A_DAY = 86_400;
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)\\})");

    private final IniFile ini;
    private final Optional<Path> file;
    private final Map<String, String> environment;
    private final Path workingDirectory;

    private AnsibleConfig(IniFile ini, Optional<Path> file, Map<String, String> environment, Path workingDirectory) {
        this.ini = ini;
        this.file = file;
        this.environment = Map.copyOf(environment);
        this.workingDirectory = workingDirectory;
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
                file.map(AnsibleConfig::read).orElseGet(() -> IniFile.parse("", "")),
                file,
                environment,
                workingDirectory);
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

    /** Sources as {@code -i} takes them. */
    public List<String> inventory() {
        return value(Setting.INVENTORY)
                .map(value -> Arrays.stream(value.text.split(","))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .map(part -> value.path(part).toString())
                        .toList())
                .orElse(List.of());
    }

    /** Folders with roles; those that Ansible looks at without being told if nothing is set. */
    public List<Path> rolesPath() {
        return value(Setting.ROLES_PATH)
                .map(AnsibleConfig::paths)
                .orElseGet(() -> Stream.of("~/.ansible/roles", "/usr/share/ansible/roles", "/etc/ansible/roles")
                        .map(this::expanded)
                        .map(Path::of)
                        .toList());
    }

    /** Folders with modules of the user's own. */
    public List<Path> library() {
        return value(Setting.LIBRARY)
                .map(value -> Arrays.stream(value.text.split(":"))
                        .filter(part -> !part.isBlank())
                        .map(part -> value.path(part.strip()))
                        .toList())
                .orElse(List.of());
    }

    public Optional<Integer> forks() {
        return number(Setting.FORKS);
    }

    public Optional<String> remoteUser() {
        return text(Setting.REMOTE_USER);
    }

    public Optional<Path> privateKeyFile() {
        return value(Setting.PRIVATE_KEY_FILE).map(value -> value.path(value.text));
    }

    public boolean hostKeyChecking() {
        return flag(Setting.HOST_KEY_CHECKING).orElse(true);
    }

    /** For a connection, in seconds. */
    public Optional<Integer> timeout() {
        return number(Setting.TIMEOUT);
    }

    /** {@code ssh} or {@code local}. */
    public Optional<String> transport() {
        return text(Setting.TRANSPORT);
    }

    /** {@code implicit}, {@code explicit} or {@code smart}. */
    public String gathering() {
        Optional<Value> given = value(Setting.GATHERING);
        given.filter(value -> !GATHERING.contains(value.text)).ifPresent(value -> {
            throw new ConfigException(Problem.of("'" + value.text + "' is no value of 'gathering'")
                    .at(value.at)
                    .because("it takes one of " + String.join(", ", GATHERING))
                    .hint(NearMiss.hint(value.text, GATHERING)));
        });
        return given.map(value -> value.text).orElse("implicit");
    }

    /** {@code memory} or the name of a way to keep facts from run to run. */
    public String factCaching() {
        String name = text(Setting.FACT_CACHING).orElse("memory");
        return name.startsWith("ansible.builtin.") ? name.substring("ansible.builtin.".length()) : name;
    }

    /** The folder of {@code jsonfile}. */
    public Optional<Path> factCachingConnection() {
        return value(Setting.FACT_CACHING_CONNECTION).map(value -> value.path(value.text));
    }

    public String factCachingPrefix() {
        return text(Setting.FACT_CACHING_PREFIX).orElse("");
    }

    /** How long facts count; zero for ever. */
    public Duration factCachingTimeout() {
        return Duration.ofSeconds(number(Setting.FACT_CACHING_TIMEOUT).orElse(SECONDS_OF_A_DAY));
    }

    public boolean injectsFacts() {
        return flag(Setting.INJECT_FACTS).orElse(true);
    }

    /** Folders in which {@code ansible_collections} lies; those that Ansible looks at without being told if nothing is set. */
    public List<Path> collectionsPath() {
        return value(Setting.COLLECTIONS_PATH)
                .or(() -> value(Setting.COLLECTIONS_PATHS))
                .map(AnsibleConfig::paths)
                .orElseGet(() -> Stream.of("~/.ansible/collections", "/usr/share/ansible/collections")
                        .map(this::expanded)
                        .map(Path::of)
                        .toList());
    }

    private static List<Path> paths(Value value) {
        return Arrays.stream(value.text.split(":"))
                .filter(part -> !part.isBlank())
                .map(part -> value.path(part.strip()))
                .toList();
    }

    public boolean forceHandlers() {
        return flag(Setting.FORCE_HANDLERS).orElse(false);
    }

    /** Whether dictionaries that several sources set are merged rather than replaced. */
    public boolean mergesHashes() {
        return text(Setting.HASH_BEHAVIOUR).filter("merge"::equals).isPresent();
    }

    public Optional<Path> vaultPasswordFile() {
        return value(Setting.VAULT_PASSWORD_FILE).map(value -> value.path(value.text));
    }

    /** Passwords as {@code --vault-id} takes them. */
    public List<String> vaultIdentities() {
        return text(Setting.VAULT_IDENTITY_LIST).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** The name of a vault password that is given without one. */
    public String vaultIdentity() {
        return text(Setting.VAULT_IDENTITY).orElse("default");
    }

    /** The name of the vault password to encrypt with, when there are several. */
    public Optional<String> vaultEncryptIdentity() {
        return text(Setting.VAULT_ENCRYPT_IDENTITY);
    }

    /** Whether a vault is only tried with passwords of the name that it gives. */
    public boolean vaultIdMatch() {
        return flag(Setting.VAULT_ID_MATCH).orElse(false);
    }

    public boolean askVaultPass() {
        return flag(Setting.ASK_VAULT_PASS).orElse(false);
    }

    public boolean displaySkippedHosts() {
        return flag(Setting.DISPLAY_SKIPPED_HOSTS).orElse(true);
    }

    public boolean displayOkHosts() {
        return flag(Setting.DISPLAY_OK_HOSTS).orElse(true);
    }

    /** {@code json} or {@code yaml}. */
    public Optional<String> resultFormat() {
        return text(Setting.RESULT_FORMAT);
    }

    public boolean become() {
        return flag(Setting.BECOME).orElse(false);
    }

    public Optional<String> becomeMethod() {
        return text(Setting.BECOME_METHOD);
    }

    public Optional<String> becomeUser() {
        return text(Setting.BECOME_USER);
    }

    public boolean becomeAskPass() {
        return flag(Setting.BECOME_ASK_PASS).orElse(false);
    }

    /** {@code ssh_args}, {@code ssh_common_args} and {@code ssh_extra_args}, in this order. */
    public String sshArguments() {
        return String.join(
                        " ",
                        Stream.of(Setting.SSH_ARGS, Setting.SSH_COMMON_ARGS, Setting.SSH_EXTRA_ARGS)
                                .flatMap(setting -> text(setting).stream())
                                .toList())
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** What is set, where, and the folder from which paths in it count. */
    private record Value(String text, Position at, Path base, Function<String, String> expand) {
        Path path(String part) {
            return base.resolve(expand.apply(part));
        }
    }

    private Optional<Value> value(Setting setting) {
        String variable = environment.get(setting.variable);
        if (variable != null && !variable.isEmpty()) {
            Position at = Position.in("$" + setting.variable);
            return Optional.of(new Value(variable, at, workingDirectory, this::expanded));
        }
        Path folder = file.map(Path::toAbsolutePath).map(Path::getParent).orElse(workingDirectory);
        return ini.get(setting.section, setting.key)
                .filter(entry -> !entry.value().isEmpty())
                .map(entry -> new Value(unquoted(entry.value()), entry.at(), folder, this::expanded));
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1
                && (text.startsWith("\"") || text.startsWith("'"))
                && text.charAt(0) == text.charAt(text.length() - 1);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private String expanded(String path) {
        String home = environment.getOrDefault("HOME", "~");
        String here = path.replaceAll("\\{\\{ ?CWD ?\\}\\}", Matcher.quoteReplacement(workingDirectory.toString()));
        String text = VARIABLE.matcher(here)
                .replaceAll(found -> Matcher.quoteReplacement(environment.getOrDefault(
                        found.group(1) == null ? found.group(2) : found.group(1), found.group())));
        return text.equals("~") || text.startsWith("~/") ? home + text.substring(1) : text;
    }

    private Optional<String> text(Setting setting) {
        return value(setting).map(value -> value.text);
    }

    private Optional<Integer> number(Setting setting) {
        return value(setting).map(value -> {
            try {
                return Integer.valueOf(value.text);
            } catch (NumberFormatException e) {
                throw new ConfigException(
                        Problem.of("'" + setting.key + "' takes a whole number, not '" + value.text + "'")
                                .at(value.at),
                        e);
            }
        });
    }

    private Optional<Boolean> flag(Setting setting) {
        return value(setting).map(value -> {
            String word = value.text.toLowerCase(Locale.ROOT);
            if (!YES.contains(word) && !NO.contains(word)) {
                throw new ConfigException(
                        Problem.of("'" + setting.key + "' takes true or false, not '" + value.text + "'")
                                .at(value.at));
            }
            return YES.contains(word);
        });
    }
}
