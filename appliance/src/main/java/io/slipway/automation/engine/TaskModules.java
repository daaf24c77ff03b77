package io.slipway.automation.engine;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.module.python.Shipped;
import io.slipway.automation.module.python.ShippedModules;
import io.slipway.automation.module.python.Twins;
import io.slipway.automation.playbook.OwnModule;
import io.slipway.automation.playbook.PlaybookLoader;
import io.slipway.automation.playbook.Step;
import io.slipway.common.Problem;
import java.util.Optional;
import java.util.Set;

/** Finds what the name of a task's action means: a module of Slipway, or one that content brings along. */
final class TaskModules {

    /** What Ansible does on this side, whatever lies in a {@code library}. */
    private static final Set<String> NEVER_SHIPPED = Set.of(
            "add_host",
            "assemble",
            "assert",
            "async_status",
            "copy",
            "debug",
            "fail",
            "fetch",
            "gather_facts",
            "group_by",
            "include_vars",
            "meta",
            "package",
            "pause",
            "raw",
            "reboot",
            "script",
            "service",
            "set_fact",
            "set_stats",
            "shell",
            "template",
            "validate_argument_spec",
            "wait_for_connection");

    private final PlaybookLoader loader;
    private final ModuleCatalogue modules;
    private final ShippedModules shipped = new ShippedModules();

    TaskModules(PlaybookLoader loader, ModuleCatalogue modules) {
        this.loader = loader;
        this.modules = modules;
    }

    /**
     * As in Ansible, a short name means a module of a {@code library} before one that is built in. A collection's module is Slipway's own
     * where Slipway has it, and so is one that has a twin here: that needs no Python on the node.
     */
    Optional<Module> find(Step.Task task) {
        Optional<Module> builtIn = modules.find(task.action());
        boolean collections = task.action().indexOf('.') >= 0;
        if (loader.actionPlugin(task).isPresent() && !(collections && builtIn.isPresent())) {
            return Optional.empty();
        }
        if (NEVER_SHIPPED.contains(ModuleCatalogue.shortName(task.action()))) {
            return builtIn;
        }
        Optional<OwnModule> own = loader.ownModule(task);
        if (own.isEmpty()) {
            return builtIn;
        }
        Shipped found = described(own.get());
        if (builtIn.isPresent() && Twins.has(found)) {
            return builtIn;
        }
        return own.get()
                .collection()
                .flatMap(collection -> modules.find(collection + "." + own.get().name()))
                .or(() -> Optional.of(shipped.module(found)));
    }

    /** Why {@link #find} finds nothing. */
    Problem missing(Step.Task task) {
        return loader.actionPlugin(task)
                .map(file -> Problem.of("the action '" + task.action() + "' cannot be done by Slipway")
                        .at(task.at())
                        .because(file + " is an action plugin in Python, which would run on this side")
                        .hint("write it as a module in a 'library', which runs on the node, or as a role with tasks"))
                .orElseGet(() -> Problem.of("the module '" + task.action() + "' is not there yet")
                        .at(task.at())
                        .because("Ansible or your content has it, Slipway cannot run it")
                        .hint("leave the task out with --skip-tags, or write it with modules that are there"));
    }

    private static Shipped described(OwnModule own) {
        return new Shipped(own.name(), own.file(), own.collection(), own.utilities(), own.collections());
    }
}
