package io.slipway.mirror.apt.machine;

import io.slipway.common.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one line of a {@code .list} file, or one paragraph of a {@code .sources} file, says.
 *
 * @param options by name in lower case, as deb822 calls them ({@code signed-by}, {@code architectures} …)
 */
record SourceEntry(
        List<String> types,
        List<String> uris,
        List<String> suites,
        List<String> components,
        Map<String, String> options,
        Position at) {

    boolean offersPackages() {
        return types.contains("deb") && !option("enabled").orElse("yes").equals("no");
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }
}
