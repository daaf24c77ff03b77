package io.slipway.mirror.apt;

import io.slipway.mirror.apt.control.Release;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What an upstream says of its suite, as far as it is still true of what the pod gives out and signs. */
final class ResignedRelease {

    /**
     * Where {@code apt changelog} finds what changed in a package; {@code no} for nowhere. Without it, apt knows addresses of its own for
     * the great distributions, which cannot be reached either, and waits for them.
     */
    static final String CHANGELOGS = "Changelogs";

    /**
     * Not passed on: {@code Valid-Until}, as an air gap is longer than any date; {@code Snapshots}, which leads to hosts that cannot
     * be reached; {@code Signed-By}, which would make apt insist on the vendor's key.
     */
    private static final Set<String> LEFT_OUT = Set.of(
            "valid-until",
            "snapshots",
            "changelogs",
            "signed-by",
            "date",
            "acquire-by-hash",
            "components",
            "architectures");

    private ResignedRelease() {}

    static Map<String, String> fields(UpstreamSuite suite, String changelogs, Instant now) {
        AptSource source = suite.source();
        Release upstream = suite.release();
        Map<String, String> fields = new LinkedHashMap<>();
        upstream.fields().forEach((name, value) -> {
            if (!LEFT_OUT.contains(name)) {
                fields.put(written(name), value);
            }
        });
        fields.put("Date", Release.date(now));
        fields.put("Acquire-By-Hash", "yes");
        fields.put(CHANGELOGS, changelogs);
        boolean all = upstream.words("Architectures").contains("all");
        fields.put("Architectures", String.join(" ", source.architectures()) + (all ? " all" : ""));
        List<String> components = source.components();
        if (!components.isEmpty()) {
            fields.put("Components", String.join(" ", components));
        }
        return fields;
    }

    /** Names come in lower case; readers do not mind, but people do. */
    private static String written(String name) {
        return Arrays.stream(name.split("-"))
                .map(word -> word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining("-"));
    }
}
