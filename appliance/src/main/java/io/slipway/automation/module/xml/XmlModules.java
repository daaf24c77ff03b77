package io.slipway.automation.module.xml;

import io.slipway.automation.module.Module;
import java.util.List;

/** The modules of this package, for the wiring. */
public final class XmlModules {

    private XmlModules() {}

    public static List<Module> all() {
        return List.of(new XmlModule());
    }
}
