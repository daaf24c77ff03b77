package io.slipway.automation.module.mysql;

import io.slipway.automation.module.Module;
import java.util.List;

/** All modules that work on MySQL and MariaDB. */
public final class MysqlModules {

    private MysqlModules() {}

    public static List<Module> all() {
        return List.of(new MysqlDbModule(), new MysqlUserModule());
    }
}
