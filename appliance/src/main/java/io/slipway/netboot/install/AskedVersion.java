package io.slipway.netboot.install;

import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import io.slipway.netboot.ignition.Report;
import io.slipway.netboot.ignition.ValidateIgnition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Ignition config in the version that its client knows: it says which in {@code Accept}, and cannot read a later one. What it can, it takes in
 * any earlier version.
 *
 * @see <a href="https://github.com/coreos/ignition/blob/main/internal/resource/url.go">where it says so</a>
 */
final class AskedVersion {

    private static final Pattern ASKED =
            Pattern.compile("application/vnd\\.coreos\\.ignition\\+json;\\s*version=3\\.([0-9]{1,3})\\.[0-9]");
    private static final Pattern VERSION = Pattern.compile("3\\.([0-9]{1,3})\\.0");

    private AskedVersion() {}

    /**
     * @param config one that was checked
     * @param accept what the client says that it takes; empty for nothing
     * @throws InstallException when it cannot be said in that version
     */
    static String of(String config, String accept) {
        Matcher asked = ASKED.matcher(accept);
        if (!asked.find()
                || !(Json.read("config", config) instanceof Map<?, ?> root)
                || !(root.get("ignition") instanceof Map<?, ?> head)) {
            return config;
        }
        Matcher own = VERSION.matcher(String.valueOf(head.get("version")));
        if (!own.matches() || Integer.parseInt(own.group(1)) <= Integer.parseInt(asked.group(1))) {
            return config;
        }
        String version = "3." + asked.group(1) + ".0";
        Map<Object, Object> newHead = new LinkedHashMap<>(head);
        newHead.put("version", version);
        Map<Object, Object> all = new LinkedHashMap<>(root);
        all.put("ignition", newHead);
        String older = Json.write(all);
        Report report = ValidateIgnition.json("config", older);
        if (!report.accepted() || !report.warnings().isEmpty()) {
            Problem first = (report.accepted() ? report.warnings() : report.errors()).getFirst();
            throw new InstallException(
                    Problem.of("the config has version " + head.get("version") + ", and its client knows " + version)
                            .because("in that version, " + first.what()));
        }
        return older;
    }
}
