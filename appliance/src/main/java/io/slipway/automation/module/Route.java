package io.slipway.automation.module;

import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.Target;
import org.jspecify.annotations.Nullable;

/**
 * How a program that makes its own connection, such as {@code rsync}, gets to the host of a task.
 *
 * @param from where the program runs, as the login user: the host of {@code delegate_to}, else this machine
 * @param to the task's host, whatever {@code delegate_to} says
 * @param become whom the task becomes on its host, or {@code null}
 * @param oneMachine whether the program need not leave where the task runs
 */
public record Route(Node from, Target to, @Nullable Become become, boolean oneMachine) {}
