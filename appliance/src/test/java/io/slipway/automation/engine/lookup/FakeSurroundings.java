package io.slipway.automation.engine.lookup;

import io.slipway.automation.engine.variables.Layer;
import io.slipway.automation.engine.variables.Layers;
import io.slipway.automation.engine.variables.Level;
import io.slipway.automation.engine.variables.Templating;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.template.Settings;
import io.slipway.common.template.TemplateEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A folder in which lookups find and put files, and a few variables. */
final class FakeSurroundings implements Surroundings {

    private final Path folder;
    final Map<String, Object> variables = new LinkedHashMap<>();
    final Map<String, String> environment = new LinkedHashMap<>();

    FakeSurroundings(Path folder) {
        this.folder = folder;
    }

    @Override
    public Variables variables() {
        Layers layers = Layers.EMPTY.with(Level.PLAY_VARS, Layer.of(variables));
        return new Variables(
                "localhost", layers, new Templating(TemplateEngine.builder().build()));
    }

    @Override
    public Optional<Path> file(String kind, String name) {
        return candidates(kind, name).stream().filter(Files::exists).findFirst();
    }

    @Override
    public List<Path> candidates(String kind, String name) {
        return List.of(folder.resolve(kind).resolve(name), folder.resolve(name));
    }

    @Override
    public Path place(String name) {
        return folder.resolve(name);
    }

    @Override
    public String kind() {
        return "files";
    }

    @Override
    public String render(String name, Path template, Map<String, ?> extra, Settings settings) {
        throw new UnsupportedOperationException("no template here: " + template);
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public Map<String, @Nullable Object> settings() {
        return Map.of();
    }

    @Override
    public void warn(String message) {
        throw new UnsupportedOperationException("nothing to warn of here: " + message);
    }

    @Override
    public List<String> hosts(String pattern) {
        return List.of(pattern.split(":"));
    }

    @Override
    public Vault vault() {
        return Vault.LOCKED;
    }
}
