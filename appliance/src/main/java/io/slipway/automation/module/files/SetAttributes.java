package io.slipway.automation.module.files;

import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;

/** Gives something that exists its mode, owner and flags. */
public final class SetAttributes {

    private static final String SET = """
            locate
            set_attributes "$q"
            set_flags "$q" "$flags"
            report
            """;

    private SetAttributes() {}

    /** One exchange; what is there afterwards. */
    public static FoundPath on(Node node, String path, AttributeChange change) {
        return new FoundPath(Fields.of(node.run(
                change.in(Script.of(SET).using(AttributeChange.LIBRARY)).set("p", path))));
    }
}
