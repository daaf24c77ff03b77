package io.slipway.automation.config;

/** What can be set in {@code ansible.cfg} and by the environment, of that which means something here. */
enum Setting {
    INVENTORY("defaults", "inventory", "ANSIBLE_INVENTORY"),
    LIBRARY("defaults", "library", "ANSIBLE_LIBRARY"),
    ROLES_PATH("defaults", "roles_path", "ANSIBLE_ROLES_PATH"),
    FORKS("defaults", "forks", "ANSIBLE_FORKS"),
    REMOTE_USER("defaults", "remote_user", "ANSIBLE_REMOTE_USER"),
    PRIVATE_KEY_FILE("defaults", "private_key_file", "ANSIBLE_PRIVATE_KEY_FILE"),
    HOST_KEY_CHECKING("defaults", "host_key_checking", "ANSIBLE_HOST_KEY_CHECKING"),
    TIMEOUT("defaults", "timeout", "ANSIBLE_TIMEOUT"),
    TRANSPORT("defaults", "transport", "ANSIBLE_TRANSPORT"),
    GATHERING("defaults", "gathering", "ANSIBLE_GATHERING"),
    FACT_CACHING("defaults", "fact_caching", "ANSIBLE_CACHE_PLUGIN"),
    FACT_CACHING_CONNECTION("defaults", "fact_caching_connection", "ANSIBLE_CACHE_PLUGIN_CONNECTION"),
    FACT_CACHING_PREFIX("defaults", "fact_caching_prefix", "ANSIBLE_CACHE_PLUGIN_PREFIX"),
    FACT_CACHING_TIMEOUT("defaults", "fact_caching_timeout", "ANSIBLE_CACHE_PLUGIN_TIMEOUT"),
    INJECT_FACTS("defaults", "inject_facts_as_vars", "ANSIBLE_INJECT_FACT_VARS"),
    COLLECTIONS_PATH("defaults", "collections_path", "ANSIBLE_COLLECTIONS_PATH"),
    COLLECTIONS_PATHS("defaults", "collections_paths", "ANSIBLE_COLLECTIONS_PATHS"),
    STRATEGY("defaults", "strategy", "ANSIBLE_STRATEGY"),
    TASK_DEBUGGER("defaults", "enable_task_debugger", "ANSIBLE_ENABLE_TASK_DEBUGGER"),
    FORCE_HANDLERS("defaults", "force_handlers", "ANSIBLE_FORCE_HANDLERS"),
    HASH_BEHAVIOUR("defaults", "hash_behaviour", "ANSIBLE_HASH_BEHAVIOUR"),
    VAULT_PASSWORD_FILE("defaults", "vault_password_file", "ANSIBLE_VAULT_PASSWORD_FILE"),
    VAULT_IDENTITY_LIST("defaults", "vault_identity_list", "ANSIBLE_VAULT_IDENTITY_LIST"),
    VAULT_IDENTITY("defaults", "vault_identity", "ANSIBLE_VAULT_IDENTITY"),
    VAULT_ENCRYPT_IDENTITY("defaults", "vault_encrypt_identity", "ANSIBLE_VAULT_ENCRYPT_IDENTITY"),
    VAULT_ID_MATCH("defaults", "vault_id_match", "ANSIBLE_VAULT_ID_MATCH"),
    ASK_VAULT_PASS("defaults", "ask_vault_pass", "ANSIBLE_ASK_VAULT_PASS"),
    DISPLAY_SKIPPED_HOSTS("defaults", "display_skipped_hosts", "ANSIBLE_DISPLAY_SKIPPED_HOSTS"),
    DISPLAY_OK_HOSTS("defaults", "display_ok_hosts", "ANSIBLE_DISPLAY_OK_HOSTS"),
    DISPLAY_FAILED_STDERR("defaults", "display_failed_stderr", "ANSIBLE_DISPLAY_FAILED_STDERR"),
    SHOW_TASK_PATH_ON_FAILURE("defaults", "show_task_path_on_failure", "ANSIBLE_SHOW_TASK_PATH_ON_FAILURE"),
    CHECK_MODE_MARKERS("defaults", "check_mode_markers", "ANSIBLE_CHECK_MODE_MARKERS"),
    STDOUT_CALLBACK("defaults", "stdout_callback", "ANSIBLE_STDOUT_CALLBACK"),
    CALLBACKS_ENABLED("defaults", "callbacks_enabled", "ANSIBLE_CALLBACKS_ENABLED"),
    CALLBACK_WHITELIST("defaults", "callback_whitelist", "ANSIBLE_CALLBACK_WHITELIST"),
    FORMAT_PRETTY("defaults", "callback_format_pretty", "ANSIBLE_CALLBACK_FORMAT_PRETTY"),
    DIFF_ALWAYS("diff", "always", "ANSIBLE_DIFF_ALWAYS"),
    DIFF_CONTEXT("diff", "context", "ANSIBLE_DIFF_CONTEXT"),
    PROFILE_LIMIT("callback_profile_tasks", "task_output_limit", "PROFILE_TASKS_TASK_OUTPUT_LIMIT"),
    PROFILE_ORDER("callback_profile_tasks", "sort_order", "PROFILE_TASKS_SORT_ORDER"),
    TREE_DIRECTORY("callback_tree", "directory", "ANSIBLE_CALLBACK_TREE_DIR"),
    JUNIT_OUTPUT_DIR("", "", "JUNIT_OUTPUT_DIR"),
    JUNIT_TASK_CLASS("", "", "JUNIT_TASK_CLASS"),
    JUNIT_FAIL_ON_CHANGE("", "", "JUNIT_FAIL_ON_CHANGE"),
    JUNIT_FAIL_ON_IGNORE("", "", "JUNIT_FAIL_ON_IGNORE"),
    JUNIT_SETUP_TASKS("", "", "JUNIT_INCLUDE_SETUP_TASKS_IN_REPORT"),
    JUNIT_HIDE_ARGUMENTS("", "", "JUNIT_HIDE_TASK_ARGUMENTS"),
    JUNIT_TEST_CASE_PREFIX("", "", "JUNIT_TEST_CASE_PREFIX"),
    INVENTORY_IGNORE_EXTENSIONS("defaults", "inventory_ignore_extensions", "ANSIBLE_INVENTORY_IGNORE"),
    INVENTORY_IGNORE_PATTERNS("defaults", "inventory_ignore_patterns", "ANSIBLE_INVENTORY_IGNORE_REGEX"),
    INVENTORY_IGNORED("inventory", "ignore_extensions", "ANSIBLE_INVENTORY_IGNORE"),
    INVENTORY_PATTERNS_IGNORED("inventory", "ignore_patterns", "ANSIBLE_INVENTORY_IGNORE_REGEX"),
    INVENTORY_ENABLED("inventory", "enable_plugins", "ANSIBLE_INVENTORY_ENABLED"),
    FORCE_VALID_GROUP_NAMES("defaults", "force_valid_group_names", "ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS"),
    RESULT_FORMAT("defaults", "callback_result_format", "ANSIBLE_CALLBACK_RESULT_FORMAT"),
    BECOME("privilege_escalation", "become", "ANSIBLE_BECOME"),
    BECOME_METHOD("privilege_escalation", "become_method", "ANSIBLE_BECOME_METHOD"),
    BECOME_USER("privilege_escalation", "become_user", "ANSIBLE_BECOME_USER"),
    BECOME_ASK_PASS("privilege_escalation", "become_ask_pass", "ANSIBLE_BECOME_ASK_PASS"),
    SSH_ARGS("ssh_connection", "ssh_args", "ANSIBLE_SSH_ARGS"),
    SSH_COMMON_ARGS("ssh_connection", "ssh_common_args", "ANSIBLE_SSH_COMMON_ARGS"),
    SSH_EXTRA_ARGS("ssh_connection", "ssh_extra_args", "ANSIBLE_SSH_EXTRA_ARGS");

    final String section;
    final String key;
    final String variable;

    Setting(String section, String key, String variable) {
        this.section = section;
        this.key = key;
        this.variable = variable;
    }
}
