package io.slipway.netboot.ignition;

import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;

/**
 * One rule and a config that breaks or keeps it.
 *
 * @param name what the rule says
 * @param kind what is expected
 * @param minor of the version of spec 3 that the config has
 * @param config without its version
 * @param told what is said, from its beginning; empty for a config without fault
 */
record Rule(String name, Kind kind, int minor, String config, String told) {

    enum Kind {
        ERROR,
        WARNING,
        FINE
    }

    static Rule refused(String name, String config, String told) {
        return new Rule(name, Kind.ERROR, 3, config, told);
    }

    static Rule warned(String name, String config, String told) {
        return new Rule(name, Kind.WARNING, 3, config, told);
    }

    static Rule fine(String name, String config) {
        return new Rule(name, Kind.FINE, 3, config, "");
    }

    Rule in(int version) {
        return new Rule(name, kind, version, config, told);
    }

    boolean isFor(int version) {
        return minor == version;
    }

    /** With its version. */
    YamlNode node() {
        YamlNode read = YamlReader.read("rule", "{" + config + "}");
        YamlNode.Mapping root = (YamlNode.Mapping) read;
        YamlNode.Mapping ignition = new Part(root).part("ignition").mapping();
        return Made.with(
                root, "ignition", Made.with(ignition, "version", YamlNode.Scalar.of("3." + minor + ".0", root.at())));
    }

    @Override
    public String toString() {
        return name;
    }
}
