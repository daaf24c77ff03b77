package io.slipway.automation.module.packages;

import io.slipway.automation.module.Module;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** All modules that install something, or that say where it may be installed from. */
public final class PackageModules {

    private PackageModules() {}

    public static List<Module> all() {
        AptModule apt = new AptModule();
        DnfModule dnf = new DnfModule();
        return List.of(
                apt,
                new AptRepositoryModule(),
                new Deb822RepositoryModule(),
                new AptKeyModule(Clock.systemUTC()),
                new DpkgSelectionsModule(),
                new DebconfModule(),
                dnf,
                new YumRepositoryModule(),
                new RpmKeyModule(),
                new PipModule(),
                new PackageModule(Map.of("apt", apt, "dnf", dnf, "dnf5", dnf, "yum", dnf, "dnf4", dnf)),
                new PackageFactsModule());
    }
}
