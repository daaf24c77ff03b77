package io.slipway.automation.module.python;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes modules of files that content brings along, each once. */
public final class ShippedModules {

    private final Map<Shipped, Module> made = new ConcurrentHashMap<>();

    /** @throws ModuleFailure when the file cannot be read */
    public Module module(Shipped shipped) {
        return made.computeIfAbsent(shipped, ShippedModules::make);
    }

    private static Module make(Shipped shipped) {
        try {
            return new ShippedModule(shipped, Files.readAllBytes(shipped.file()));
        } catch (IOException e) {
            throw new ModuleFailure(
                    Problem.of("cannot read the module " + shipped.file()).because(String.valueOf(e.getMessage())), e);
        }
    }
}
