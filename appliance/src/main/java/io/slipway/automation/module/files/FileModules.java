package io.slipway.automation.module.files;

import io.slipway.automation.module.Module;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;

/** The modules of this package, for the wiring. */
public final class FileModules {

    private FileModules() {}

    public static List<Module> all() {
        return List.of(
                new CopyModule(),
                new TemplateModule(Clock.system(ZoneId.systemDefault())),
                new FileModule(),
                new StatModule(),
                new LineInFileModule(),
                new BlockInFileModule(),
                new ReplaceModule(),
                new FetchModule(),
                new SlurpModule(),
                new FindModule(),
                new GetUrlModule(InstantSource.system()),
                new AssembleModule(),
                new TempfileModule(),
                new ScriptModule());
    }
}
