package io.slipway.automation.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings by the names that Ansible's own program has for them, for {@code lookup('config')}: what is set, or else what holds unsaid. */
final class NamedSettings {

    /** Of {@code [colors]}, with what they are when nothing is set. */
    private static final Map<String, String> COLORS = Map.ofEntries(
            Map.entry("CHANGED", "yellow"),
            Map.entry("CONSOLE_PROMPT", "white"),
            Map.entry("DEBUG", "dark gray"),
            Map.entry("DEPRECATE", "purple"),
            Map.entry("DIFF_ADD", "green"),
            Map.entry("DIFF_LINES", "cyan"),
            Map.entry("DIFF_REMOVE", "red"),
            Map.entry("ERROR", "red"),
            Map.entry("HIGHLIGHT", "white"),
            Map.entry("OK", "green"),
            Map.entry("SKIP", "cyan"),
            Map.entry("UNREACHABLE", "bright red"),
            Map.entry("VERBOSE", "blue"),
            Map.entry("WARN", "bright purple"));

    private final AnsibleConfig config;
    private final SettingValues values;
    private final Map<String, @Nullable Object> byName = new LinkedHashMap<>();

    private NamedSettings(AnsibleConfig config, SettingValues values) {
        this.config = config;
        this.values = values;
    }

    static Map<String, @Nullable Object> of(AnsibleConfig config, SettingValues values) {
        NamedSettings named = new NamedSettings(config, values);
        named.running();
        named.connecting();
        named.content();
        named.showing();
        named.passwords();
        return Collections.unmodifiableMap(named.byName);
    }

    private void running() {
        number("DEFAULT_FORKS", Setting.FORKS, AnsibleConfig.USUAL_FORKS);
        text("DEFAULT_STRATEGY", Setting.STRATEGY, "linear");
        flag("ANY_ERRORS_FATAL", Setting.ANY_ERRORS_FATAL, false);
        flag("DEFAULT_FORCE_HANDLERS", Setting.FORCE_HANDLERS, false);
        flag("DEFAULT_NO_LOG", Setting.NO_LOG, false);
        flag("ENABLE_TASK_DEBUGGER", Setting.TASK_DEBUGGER, false);
        number("DEFAULT_POLL_INTERVAL", Setting.POLL_INTERVAL, 15);
        number("TASK_TIMEOUT", Setting.TASK_TIMEOUT, 0);
        byName.put("DEFAULT_GATHERING", config.gathering());
        flag("INJECT_FACTS_AS_VARS", Setting.INJECT_FACTS, true);
        text("CACHE_PLUGIN", Setting.FACT_CACHING, "memory");
        text("CACHE_PLUGIN_CONNECTION", Setting.FACT_CACHING_CONNECTION, null);
        text("CACHE_PLUGIN_PREFIX", Setting.FACT_CACHING_PREFIX, "ansible_facts");
        number("CACHE_PLUGIN_TIMEOUT", Setting.FACT_CACHING_TIMEOUT, 86_400);
        text("DEFAULT_HASH_BEHAVIOUR", Setting.HASH_BEHAVIOUR, "replace");
        flag("DEFAULT_JINJA2_NATIVE", Setting.JINJA2_NATIVE, false);
        text("DEFAULT_MODULE_NAME", Setting.MODULE_NAME, "command");
        text("DEFAULT_MODULE_ARGS", Setting.MODULE_ARGS, null);
        list("TAGS_RUN", Setting.TAGS_RUN);
        list("TAGS_SKIP", Setting.TAGS_SKIP);
        flag("RETRY_FILES_ENABLED", Setting.RETRY_FILES, false);
        path("RETRY_FILES_SAVE_PATH", Setting.RETRY_FILES_PATH, null);
    }

    private void connecting() {
        flag("DEFAULT_BECOME", Setting.BECOME, false);
        text("DEFAULT_BECOME_METHOD", Setting.BECOME_METHOD, "sudo");
        text("DEFAULT_BECOME_USER", Setting.BECOME_USER, "root");
        flag("DEFAULT_BECOME_ASK_PASS", Setting.BECOME_ASK_PASS, false);
        flag("DEFAULT_ASK_PASS", Setting.ASK_PASS, false);
        text("DEFAULT_REMOTE_USER", Setting.REMOTE_USER, null);
        byName.put(
                "DEFAULT_REMOTE_PORT",
                values.number(Setting.REMOTE_PORT).map(Integer::longValue).orElse(null));
        path("DEFAULT_PRIVATE_KEY_FILE", Setting.PRIVATE_KEY_FILE, null);
        number("DEFAULT_TIMEOUT", Setting.TIMEOUT, 10);
        text("DEFAULT_TRANSPORT", Setting.TRANSPORT, "smart");
        flag("HOST_KEY_CHECKING", Setting.HOST_KEY_CHECKING, true);
        text("INTERPRETER_PYTHON", Setting.INTERPRETER, "auto");
    }

    private void content() {
        path("ANSIBLE_HOME", Setting.HOME, values.expanded("~/.ansible"));
        path("DEFAULT_LOCAL_TMP", Setting.LOCAL_TMP, values.expanded("~/.ansible/tmp"));
        byName.put(
                "CONFIG_FILE",
                config.file().map(Path::toAbsolutePath).map(Path::toString).orElse(null));
        byName.put(
                "DEFAULT_HOST_LIST", config.inventory().isEmpty() ? List.of("/etc/ansible/hosts") : config.inventory());
        byName.put("DEFAULT_ROLES_PATH", texts(config.rolesPath()));
        byName.put("COLLECTIONS_PATHS", texts(config.collectionsPath()));
        byName.put(
                "DEFAULT_MODULE_PATH",
                texts(values.paths(Setting.LIBRARY, ":")
                        .orElseGet(() -> List.of(
                                Path.of(values.expanded("~/.ansible/plugins/modules")),
                                Path.of("/usr/share/ansible/plugins/modules")))));
        path("PLAYBOOK_DIR", Setting.PLAYBOOK_DIR, null);
        text("DEFAULT_MANAGED_STR", Setting.MANAGED, "Ansible managed");
        text("HOST_PATTERN_MISMATCH", Setting.HOST_PATTERN_MISMATCH, "warning");
        text("TRANSFORM_INVALID_GROUP_CHARS", Setting.FORCE_VALID_GROUP_NAMES, "never");
        flag("LOCALHOST_WARNING", Setting.LOCALHOST_WARNING, true);
        flag("INVENTORY_UNPARSED_WARNING", Setting.UNPARSED_WARNING, true);
    }

    private void showing() {
        number("DEFAULT_VERBOSITY", Setting.VERBOSITY, 0);
        text("DEFAULT_STDOUT_CALLBACK", Setting.STDOUT_CALLBACK, "default");
        list("CALLBACKS_ENABLED", Setting.CALLBACKS_ENABLED);
        flag("DISPLAY_SKIPPED_HOSTS", Setting.DISPLAY_SKIPPED_HOSTS, true);
        flag("DISPLAY_ARGS_TO_STDOUT", Setting.DISPLAY_ARGUMENTS, false);
        flag("SHOW_CUSTOM_STATS", Setting.SHOW_CUSTOM_STATS, false);
        flag("DIFF_ALWAYS", Setting.DIFF_ALWAYS, false);
        number("DIFF_CONTEXT", Setting.DIFF_CONTEXT, 3);
        number("MAX_FILE_SIZE_FOR_DIFF", Setting.MAX_DIFF_SIZE, 104_448);
        path("DEFAULT_LOG_PATH", Setting.LOG_PATH, null);
        COLORS.forEach((name, usual) -> byName.put(
                "COLOR_" + name, values.color(name.toLowerCase(Locale.ROOT)).orElse(usual)));
    }

    private void passwords() {
        path("BECOME_PASSWORD_FILE", Setting.BECOME_PASSWORD_FILE, null);
        path("CONNECTION_PASSWORD_FILE", Setting.CONNECTION_PASSWORD_FILE, null);
        path("DEFAULT_VAULT_PASSWORD_FILE", Setting.VAULT_PASSWORD_FILE, null);
        list("DEFAULT_VAULT_IDENTITY_LIST", Setting.VAULT_IDENTITY_LIST);
        text("DEFAULT_VAULT_IDENTITY", Setting.VAULT_IDENTITY, "default");
        text("DEFAULT_VAULT_ENCRYPT_IDENTITY", Setting.VAULT_ENCRYPT_IDENTITY, null);
        flag("DEFAULT_ASK_VAULT_PASS", Setting.ASK_VAULT_PASS, false);
    }

    private void text(String name, Setting setting, @Nullable String usual) {
        byName.put(name, values.text(setting).orElse(usual));
    }

    private void flag(String name, Setting setting, boolean usual) {
        byName.put(name, values.flag(setting).orElse(usual));
    }

    private void number(String name, Setting setting, int usual) {
        byName.put(name, values.number(setting).orElse(usual).longValue());
    }

    private void path(String name, Setting setting, @Nullable String usual) {
        byName.put(name, values.path(setting).map(Path::toString).orElse(usual));
    }

    private void list(String name, Setting setting) {
        byName.put(name, values.list(setting).orElse(List.of()));
    }

    private static List<String> texts(List<Path> paths) {
        return paths.stream().map(Path::normalize).map(Path::toString).toList();
    }
}
