package io.slipway.lab.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What an engine is made of. Debian's {@code docker.io} brings all of it, but each can be removed or missing by itself. */
public final class EnginePrograms {

    private static final String DOCKERD = "dockerd";

    /** Each program with the package of Debian that has it. */
    private static final Map<String, String> PACKAGES = packages();

    private EnginePrograms() {}

    private static Map<String, String> packages() {
        Map<String, String> packages = new LinkedHashMap<>();
        packages.put(DOCKERD, "docker.io");
        packages.put("containerd", "containerd");
        packages.put("runc", "runc");
        return packages;
    }

    /** Those of which a machine that answers so lacks the program; empty if an engine can be started. */
    public static List<String> missing(Predicate<String> installed) {
        return PACKAGES.keySet().stream()
                .filter(program -> !installed.test(program))
                .toList();
    }

    /** @param missing not empty */
    public static String notInstalled(List<String> missing) {
        return String.join(", ", missing) + (missing.size() == 1 ? " is" : " are") + " not installed";
    }

    /** @param missing not empty */
    public static String remedy(List<String> missing) {
        return missing.contains(DOCKERD)
                ? "install Docker's engine (on Debian: apt-get install docker.io)"
                : "install what dockerd needs (on Debian: apt-get install "
                        + String.join(" ", missing.stream().map(PACKAGES::get).toList()) + ")";
    }
}
