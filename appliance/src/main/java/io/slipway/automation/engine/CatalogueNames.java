package io.slipway.automation.engine;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.playbook.ModuleNames;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Tells the loader which modules there are and what they take. */
public final class CatalogueNames implements ModuleNames {

    private final ModuleCatalogue modules;

    public CatalogueNames(ModuleCatalogue modules) {
        this.modules = modules;
    }

    @Override
    public boolean known(String name) {
        return modules.find(name).isPresent() || modules.isMissing(name);
    }

    @Override
    public Collection<String> all() {
        return modules.allNames();
    }

    @Override
    public boolean freeForm(String name) {
        return modules.find(name).map(module -> module.spec().freeForm()).orElse(false);
    }

    @Override
    public Optional<List<String>> arguments(String name) {
        return modules.find(name)
                .map(Module::spec)
                .filter(spec -> !spec.anyArguments())
                .map(ModuleSpec::argumentNames);
    }
}
