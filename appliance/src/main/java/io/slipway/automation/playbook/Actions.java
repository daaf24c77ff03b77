package io.slipway.automation.playbook;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The actions that are part of the language rather than modules. */
final class Actions {

    private static final Map<String, List<String>> ARGUMENTS = Map.of(
            "import_tasks", List.of("file"),
            "include_tasks", List.of("file", "apply"),
            "include", List.of("file", "apply"),
            "import_role",
                    List.of(
                            "name",
                            "role",
                            "tasks_from",
                            "vars_from",
                            "defaults_from",
                            "handlers_from",
                            "allow_duplicates",
                            "rolespec_validate"),
            "include_role",
                    List.of(
                            "name",
                            "role",
                            "tasks_from",
                            "vars_from",
                            "defaults_from",
                            "handlers_from",
                            "allow_duplicates",
                            "rolespec_validate",
                            "apply",
                            "public"),
            "include_vars",
                    List.of(
                            "file",
                            "dir",
                            "name",
                            "depth",
                            "files_matching",
                            "ignore_files",
                            "extensions",
                            "ignore_unknown_extensions",
                            "hash_behaviour"),
            "meta", List.of());

    private static final Set<String> FREE_FORM =
            Set.of("import_tasks", "include_tasks", "include", "include_vars", "meta");
    private static final Set<String> COMMANDS = Set.of("command", "shell", "raw", "script");

    /** What {@code meta} can be told. */
    static final Set<String> META = Set.of(
            "flush_handlers",
            "refresh_inventory",
            "noop",
            "clear_facts",
            "clear_host_errors",
            "end_play",
            "end_host",
            "end_batch",
            "reset_connection",
            "role_complete");

    /** All that may stand beside an include that is resolved while the play runs. */
    static final Set<Keyword> BESIDE_INCLUDE = Set.of(
            Keyword.ACTION,
            Keyword.ARGS,
            Keyword.COLLECTIONS,
            Keyword.DEBUGGER,
            Keyword.IGNORE_ERRORS,
            Keyword.LISTEN,
            Keyword.LOOP,
            Keyword.LOOP_CONTROL,
            Keyword.NAME,
            Keyword.NO_LOG,
            Keyword.REGISTER,
            Keyword.RUN_ONCE,
            Keyword.TAGS,
            Keyword.TIMEOUT,
            Keyword.VARS,
            Keyword.WHEN);

    private Actions() {}

    /** The name without {@code ansible.builtin.} and {@code ansible.legacy.}. */
    static String plain(String action) {
        for (String prefix : List.of("ansible.builtin.", "ansible.legacy.")) {
            if (action.startsWith(prefix)) {
                return action.substring(prefix.length());
            }
        }
        return action;
    }

    static boolean isOfLanguage(String action) {
        return ARGUMENTS.containsKey(plain(action));
    }

    static Set<String> names() {
        return ARGUMENTS.keySet();
    }

    static boolean known(String action, ModuleNames modules) {
        return isOfLanguage(action) || modules.known(action);
    }

    static boolean freeForm(String action, ModuleNames modules) {
        return isOfLanguage(action)
                ? FREE_FORM.contains(plain(action))
                : COMMANDS.contains(plain(action)) || modules.freeForm(action);
    }

    static boolean command(String action) {
        return COMMANDS.contains(plain(action));
    }

    static Optional<List<String>> arguments(String action, ModuleNames modules) {
        return isOfLanguage(action) ? Optional.ofNullable(ARGUMENTS.get(plain(action))) : modules.arguments(action);
    }
}
