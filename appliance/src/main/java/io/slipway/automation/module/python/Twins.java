package io.slipway.automation.module.python;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;

/** Modules in Python that much content brings along, and that Slipway has written anew under the same name. */
public final class Twins {

    /** Name, and what stands in no other module of that name. */
    private static final Map<String, String> SIGNS = Map.of("kube", "class KubeManager(");

    private Twins() {}

    /** Whether this is the module that Slipway's own of that name stands for, and not another one. */
    public static boolean has(Shipped shipped) {
        String sign = SIGNS.get(shipped.name());
        if (sign == null) {
            return false;
        }
        try {
            return new String(Files.readAllBytes(shipped.file()), StandardCharsets.UTF_8).contains(sign);
        } catch (IOException e) {
            throw new ModuleFailure(
                    Problem.of("cannot read the module " + shipped.file()).because(String.valueOf(e.getMessage())), e);
        }
    }
}
