package io.slipway.automation.engine.variables;

/**
 * Where variables come from, the weakest first: Ansible's
 * <a href="https://docs.ansible.com/ansible/latest/playbook_guide/playbooks_variables.html">order of precedence</a>. What the
 * inventory merges on its own ({@code group_vars}, {@code host_vars}, at both places) is one level here.
 */
public enum Level {
    /** {@code lookup}, {@code query} and {@code q}: like any function of Jinja, hidden by a variable of that name. */
    FUNCTIONS,
    /** What a task may ask of its connection when nobody set it ({@code ansible_host}, {@code ansible_connection} …). */
    CONNECTION,
    /** {@code defaults/main} of every role in the play. */
    PLAY_ROLE_DEFAULTS,
    /** {@code defaults/main} of the role that the task belongs to. */
    ROLE_DEFAULTS,
    INVENTORY,
    FACTS,
    PLAY_VARS,
    VARS_FILES,
    /** {@code vars/main} of every role in the play. */
    PLAY_ROLE_VARS,
    /** {@code vars/main} of the role that the task belongs to. */
    ROLE_VARS,
    /** {@code vars:} of the blocks around the task and of the task itself. */
    TASK_VARS,
    INCLUDE_VARS,
    /** {@code set_fact} and {@code register}. */
    SET_FACTS,
    ROLE_PARAMETERS,
    /** {@code vars:} of an {@code include_tasks} or {@code include_role}. */
    INCLUDE_PARAMETERS,
    EXTRA_VARS,
    /** What the engine itself says: {@code inventory_hostname}, {@code groups}, {@code hostvars} … */
    MAGIC,
    /** The loop's item, and the task's own result while its conditions are checked. */
    TASK_LOCAL
}
