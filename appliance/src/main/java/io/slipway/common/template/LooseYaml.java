package io.slipway.common.template;

import org.jspecify.annotations.Nullable;

/** YAML to be read by people, as ansible-core's {@code result_format: yaml} writes results. */
public final class LooseYaml {

    private static final int WIDTH = 80;

    private LooseYaml() {}

    /**
     * @param lossy whether text of several lines may lose trailing blanks, tabs and control characters, so that it can stand line by line
     */
    public static String write(@Nullable Object value, int indent, boolean lossy) {
        YamlWriter.Lines lines = lossy ? YamlWriter.Lines.LOSSY : YamlWriter.Lines.LITERAL;
        return YamlWriter.write(value, new YamlWriter.Options(indent, WIDTH, false, true, false, false, lines));
    }
}
