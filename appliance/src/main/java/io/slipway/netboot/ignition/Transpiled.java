package io.slipway.netboot.ignition;

import io.slipway.common.json.Json;
import io.slipway.common.yaml.YamlNode;

/**
 * What became of a Butane config.
 *
 * @param config as Ignition has it, every value at the place in the Butane config that it comes from
 */
public record Transpiled(YamlNode config, Report report) {

    /**
     * The config as Ignition reads it, on one line.
     *
     * @throws IgnitionException when Ignition would refuse it
     */
    public String json() {
        if (!report.accepted()) {
            throw new IgnitionException(report.errors());
        }
        return Json.write(config.toValue());
    }
}
