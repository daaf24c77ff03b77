package io.slipway.automation.playbook;

import io.slipway.common.yaml.YamlNode;

/** Tells text that holds Jinja, or is encrypted, from text that is final. */
final class Templates {

    private Templates() {}

    static boolean in(String text) {
        return text.contains("{{") || text.contains("{%") || text.contains("{#");
    }

    static boolean in(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar
                && scalar.value() instanceof String text
                && (scalar.vaulted() || (!scalar.unsafe() && in(text)));
    }
}
