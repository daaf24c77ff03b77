package io.slipway.netboot.ignition;

import io.slipway.common.yaml.YamlNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks an Ignition config by the rules of upstream's own validation, and tells everything that is wrong with it at once.
 *
 * <p>Of spec 3.0 to 3.5, each by its own rules. A config that is refused here leaves a machine in its emergency shell.
 *
 * @see <a href="https://github.com/coreos/ignition/tree/main/config">the rules, in {@code config/v3_5/types}</a>
 */
public final class ValidateIgnition {

    private static final Pattern VERSION = Pattern.compile("([0-9]{1,9})\\.([0-9]{1,9})\\.([0-9]{1,9})([-+].*)?");

    private final Findings findings;
    private final int minor;

    private ValidateIgnition(Findings findings, int minor) {
        this.findings = findings;
        this.minor = minor;
    }

    /** @param source what to name in positions */
    public static Report json(String source, String text) {
        Findings findings = new Findings();
        try {
            check(ReadJson.read(source, text, findings), findings);
        } catch (IgnitionException e) {
            return new Report(e.problems(), List.of());
        }
        return findings.report();
    }

    /** A config in memory, as it was read or made. */
    public static Report config(YamlNode config) {
        Findings findings = new Findings();
        check(config, findings);
        return findings.report();
    }

    static void check(YamlNode config, Findings findings) {
        int minor = minor(config, findings);
        if (minor >= 0) {
            YamlNode.Mapping root = new Conform(findings, minor, false).root(config, Schema.ROOT);
            new ValidateIgnition(findings, minor).check(new Part(root));
        }
    }

    /** Negative when there is none that is known, which has been told then. */
    private static int minor(YamlNode config, Findings findings) {
        if (!(config instanceof YamlNode.Mapping root)) {
            findings.error(config.at(), "a config must be a mapping, not " + config.kind());
            return -1;
        }
        YamlNode.Mapping none = new YamlNode.Mapping(List.of(), root.at());
        YamlNode.Mapping ignition = root.get("ignition").orElse(none) instanceof YamlNode.Mapping its ? its : none;
        Part part = new Part(ignition);
        String version = part.text("version");
        Matcher parts = VERSION.matcher(version);
        if (!part.has("version")) {
            findings.error(
                    root.get("ignition").map(YamlNode::at).orElse(root.at()),
                    "the version of this config is missing",
                    "as in {\"ignition\": {\"version\": \"3." + Schema.NEWEST + ".0\"}}");
        } else if (!parts.matches()) {
            findings.error(part.at("version"), "'" + version + "' is not a version", "as in 3." + Schema.NEWEST + ".0");
        } else if (!parts.group(1).equals("3")
                || !parts.group(3).equals("0")
                || parts.group(4) != null
                || Integer.parseInt(parts.group(2)) > Schema.NEWEST) {
            findings.error(part.at("version"), "version '" + version + "' is not known", remedy(parts.group(1)));
        } else {
            return Integer.parseInt(parts.group(2));
        }
        return -1;
    }

    private static String remedy(String major) {
        String known = "known are 3.0.0 to 3." + Schema.NEWEST + ".0";
        return major.equals("1") || major.equals("2")
                ? known + "; older configs have another form and must be rewritten"
                : known;
    }

    private void check(Part root) {
        Resources resources = new Resources(findings, minor);
        ignition(root.part("ignition"), resources);
        new Nodes(findings, minor, resources).check(root.part("storage"));
        new Disks(findings, minor, resources).check(root.part("storage"));
        new Units(findings).check(root);
        new Duplicates(findings).check(root.mapping(), Schema.ROOT);
    }

    private void ignition(Part ignition, Resources resources) {
        Part config = ignition.part("config");
        config.parts("merge").forEach(reference -> resources.check(reference, minor >= 1));
        resources.check(config.part("replace"), false);
        ignition.part("security")
                .part("tls")
                .parts("certificateAuthorities")
                .forEach(authority -> resources.check(authority, true));
        proxy(ignition.part("proxy"), "httpProxy");
        proxy(ignition.part("proxy"), "httpsProxy");
    }

    private void proxy(Part proxies, String key) {
        if (!proxies.has(key)) {
            return;
        }
        String written = proxies.text(key);
        String scheme = Url.parse(written).map(Url::scheme).orElse("");
        if (!scheme.equals("http") && !scheme.equals("https")) {
            findings.error(
                    proxies.at(key), "the proxy '" + written + "' is no URL that starts with http:// or https://");
        } else if (key.equals("httpsProxy") && scheme.equals("http")) {
            findings.warn(proxies.at(key), "what is fetched over HTTPS goes to the proxy in the clear", "");
        }
    }
}
