package io.slipway.netboot.ignition;

import io.slipway.common.json.Json;
import io.slipway.common.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The rules for encrypted devices. */
final class Encryption {

    private static final int LONGEST_LABEL = 47;
    private static final int PIN_REQUIRED = 3;
    private static final Set<String> PINS = Set.of("tpm2", "tang", "sss");

    private final Findings findings;
    private final int minor;
    private final Resources resources;

    Encryption(Findings findings, int minor, Resources resources) {
        this.findings = findings;
        this.minor = minor;
        this.resources = resources;
    }

    void check(Part luks) {
        if (luks.text("name").contains("/")) {
            findings.error(luks.at("name"), "the name '" + luks.text("name") + "' has a slash");
        }
        String label = luks.text("label");
        if (label.getBytes(StandardCharsets.UTF_8).length > LONGEST_LABEL) {
            findings.error(
                    luks.at("label"),
                    "the label '" + label + "' is too long: " + LONGEST_LABEL
                            + " bytes fit into the label of a LUKS device");
        }
        Paths.check(luks, "device", findings);
        resources.check(luks.part("keyFile"), false);
        clevis(luks);
        if (luks.part("cex").flag("enabled")) {
            if (present(luks.part("clevis"))) {
                findings.error(luks.at("cex"), "cex does not go together with clevis");
            }
            if (!luks.part("keyFile").text("source").isEmpty()) {
                findings.error(luks.at("cex"), "cex does not go together with a key file");
            }
        }
    }

    private static boolean present(Part clevis) {
        return !clevis.part("custom").text("pin").isEmpty() || plain(clevis);
    }

    private static boolean plain(Part clevis) {
        return !clevis.items("tang").isEmpty()
                || clevis.flag("tpm2")
                || clevis.whole("threshold").orElse(0) != 0;
    }

    private void clevis(Part luks) {
        Part clevis = luks.part("clevis");
        Part custom = clevis.part("custom");
        String pin = custom.text("pin");
        boolean isCustom = minor < PIN_REQUIRED ? clevis.has("custom") : !pin.isEmpty();
        if (isCustom && plain(clevis)) {
            findings.error(
                    luks.at("clevis"), "a custom binding of clevis does not go together with tpm2, tang or threshold");
        }
        clevis.parts("tang").forEach(this::tang);
        boolean said = !pin.isEmpty()
                || !custom.text("config").isEmpty()
                || (minor >= PIN_REQUIRED && custom.flag("needsNetwork"));
        if (!said) {
            return;
        }
        if (!PINS.contains(pin)) {
            findings.error(
                    custom.at("pin"),
                    pin.isEmpty()
                            ? "the pin of a custom binding of clevis is missing"
                            : "'" + pin + "' is not a pin of clevis",
                    "tpm2, tang or sss");
        }
        if (custom.text("config").isEmpty()) {
            findings.error(custom.at("config"), "the config of a custom binding of clevis is missing");
        }
    }

    private void tang(Part tang) {
        String scheme = Url.parse(tang.text("url")).map(Url::scheme).orElse("");
        if (!scheme.equals("http") && !scheme.equals("https")) {
            findings.error(tang.at("url"), "the tang server '" + tang.text("url") + "' is no http or https URL");
        }
        if (tang.text("thumbprint").isEmpty()) {
            findings.error(
                    tang.at("thumbprint"),
                    "the thumbprint of a tang server is missing",
                    "without it, any server could claim to be this one");
        }
        if (!tang.text("advertisement").isEmpty()) {
            try {
                Json.read("advertisement", tang.text("advertisement"));
            } catch (JsonException e) {
                findings.error(tang.at("advertisement"), "this advertisement of a tang server is not JSON");
            }
        }
    }
}
