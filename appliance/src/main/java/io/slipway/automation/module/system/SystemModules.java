package io.slipway.automation.module.system;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.Waiting;
import io.slipway.automation.module.facts.GatherFactsModule;
import io.slipway.automation.module.facts.SetupModule;
import io.slipway.automation.module.job.AsyncStatusModule;
import io.slipway.automation.module.job.Jobs;
import io.slipway.automation.module.python.AnyAnswer;
import java.time.Clock;
import java.util.List;

/** All modules that work on a node as a whole. */
public final class SystemModules {

    private SystemModules() {}

    public static List<Module> all() {
        Waiting waiting = new Waiting(Clock.systemUTC(), Thread::sleep);
        Module command = CommandModule.command();
        Module shell = CommandModule.shell();
        SysvinitModule sysvinit = new SysvinitModule(waiting);
        return List.of(
                command,
                shell,
                new AsyncStatusModule(new Jobs(List.of(command, shell, new AnyAnswer()))),
                new RawModule(),
                new ExpectModule(waiting),
                new PingModule(),
                new SetupModule(),
                new GatherFactsModule(),
                new ServiceModule(sysvinit),
                new SystemdModule(),
                new GroupModule(),
                new UserModule(),
                new HostnameModule(),
                new SysctlModule(),
                new ModprobeModule(),
                new AuthorizedKeyModule(),
                new TimezoneModule(),
                new AlternativesModule(),
                new KernelBlacklistModule(),
                new LocaleGenModule(),
                sysvinit,
                new MountModule(),
                new GetentModule(),
                new ServiceFactsModule(),
                new WaitForModule(waiting),
                new WaitForConnectionModule(waiting));
    }
}
