package io.slipway.automation.module;

import io.slipway.common.Position;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.template.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a module may ask of the side that Slipway runs on: files beside the playbook, and templates with the task's variables. */
public interface Controller {

    /**
     * Finds a file that a task names, in Ansible's order: the role's folder {@code kind}, the role, the including file's folder
     * {@code kind} and itself, the playbook's.
     *
     * @param kind {@code files}, {@code templates}, {@code vars} or {@code tasks}
     * @throws ModuleFailure that lists where it looked
     */
    Path find(String kind, String name);

    /** A path for something to be written on this side: {@code ~} expanded, relative to the playbook's directory. */
    Path place(String path);

    /**
     * Renders template text with the task's variables.
     *
     * @param origin where the text came from
     * @param extra names that hide the task's variables
     * @param settings how the text is read
     * @throws ModuleFailure with the position of the mistake
     */
    String render(String text, Position origin, Map<String, ? extends @Nullable Object> extra, Settings settings);

    /** The value of a Jinja expression such as {@code hostvars['a'].x}. */
    @Nullable
    Object evaluate(String expression);

    /** The same as <code>{{ }}</code> around it gives it: what comes out as nothing is empty text. */
    default @Nullable Object printed(String expression) {
        return evaluate(expression);
    }

    /** Whether a condition, as {@code when:} takes it, holds. */
    boolean holds(Object condition);

    /** The task's name as it is shown. */
    default String task() {
        return "";
    }

    /** Shows text at once, before the task is done. */
    default void say(String text) {}

    /**
     * Asks the person at the terminal.
     *
     * @param hidden whether the answer must not be seen
     * @return empty when nobody is there
     */
    default Optional<String> ask(String question, boolean hidden) {
        return Optional.empty();
    }
    /** How a program other than Slipway gets to the task's host. */
    Route route();

    /** What opens files that are encrypted. */
    default Vault vault() {
        return Vault.LOCKED;
    }

    /**
     * Whether anybody can see all values of a result that is no failure: a variable holds it, or it is printed. If not, a module may leave
     * out what takes long to find out.
     */
    default boolean valuesSeen() {
        return true;
    }

    /** How often {@code -v} was given. */
    default int verbosity() {
        return 0;
    }

    /** What {@code ansible_managed} says, with places to be filled in. */
    default String managed() {
        return "Ansible managed";
    }
}
