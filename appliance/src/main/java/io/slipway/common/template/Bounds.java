package io.slipway.common.template;

import io.slipway.common.Problem;

/** What keeps a template bomb from taking the appliance's memory or time. Generous: no honest template comes near. */
final class Bounds {

    /** Characters of one text, and of what one template prints. */
    static final int MAX_TEXT = 32 * 1024 * 1024;

    /** Elements that one operation may put into a list. */
    static final int MAX_ITEMS = 4_000_000;

    /** Bits of an integer. */
    static final int MAX_INTEGER_BITS = 1 << 17;

    /** Levels of expressions and statements inside each other, as written. */
    static final int MAX_PARSE_DEPTH = 150;

    /** Levels of evaluation: nesting as written, times macros that call each other. */
    static final int MAX_CALL_DEPTH = 1200;

    /** Levels of lists and mappings inside each other that are printed or compared. */
    static final int MAX_DATA_DEPTH = 400;

    /** Nodes that one rendering may evaluate, unless the engine is told otherwise. */
    static final long MAX_STEPS = 50_000_000;

    private Bounds() {}

    static void text(long length) {
        if (length > MAX_TEXT) {
            throw new TemplateException(Problem.of("the result would be longer than " + MAX_TEXT + " characters")
                    .hint("a file that needs no variables is sent whole, however large, by copy"));
        }
    }

    static void items(long count) {
        if (count > MAX_ITEMS) {
            throw TemplateException.of("the result would have more than " + MAX_ITEMS + " items");
        }
    }

    static void bits(long count) {
        if (count > MAX_INTEGER_BITS) {
            throw TemplateException.of("the result would be an integer of more than " + MAX_INTEGER_BITS + " bits");
        }
    }
}
