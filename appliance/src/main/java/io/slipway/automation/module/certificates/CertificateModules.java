package io.slipway.automation.module.certificates;

import io.slipway.automation.module.Module;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** The modules of this package, for the wiring. */
public final class CertificateModules {

    private CertificateModules() {}

    public static List<Module> all() {
        SecureRandom random = new SecureRandom();
        InstantSource clock = InstantSource.system();
        return List.of(
                new PrivateKeyModule(random),
                new PublicKeyModule(),
                new RequestModule(),
                new CertificateModule(random, clock),
                new PrivateKeyInfoModule(),
                new RequestInfoModule(),
                new CertificateInfoModule(clock));
    }
}
