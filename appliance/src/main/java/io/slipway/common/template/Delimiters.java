package io.slipway.common.template;

/**
 * What stands around a template's blocks, variables and comments.
 *
 * @param blockStart none of the six is empty, and the three beginnings differ
 */
public record Delimiters(
        String blockStart,
        String blockEnd,
        String variableStart,
        String variableEnd,
        String commentStart,
        String commentEnd) {

    /** Jinja2's own. */
    public static final Delimiters JINJA = new Delimiters("{%", "%}", "{{", "}}", "{#", "#}");

    /** @throws TemplateException when tags could not be told apart */
    public Delimiters {
        if (blockStart.isEmpty()
                || blockEnd.isEmpty()
                || variableStart.isEmpty()
                || variableEnd.isEmpty()
                || commentStart.isEmpty()
                || commentEnd.isEmpty()) {
            throw TemplateException.of("what begins and ends the tags of a template must not be empty");
        }
        if (blockStart.equals(variableStart) || blockStart.equals(commentStart) || variableStart.equals(commentStart)) {
            throw TemplateException.of("block, variable and comment start strings must be different");
        }
    }

    /**
     * The same with another one.
     *
     * @param name as Jinja2 and Ansible call it: {@code variable_start_string}
     */
    public Delimiters with(String name, String mark) {
        return switch (name) {
            case "block_start_string" ->
                new Delimiters(mark, blockEnd, variableStart, variableEnd, commentStart, commentEnd);
            case "block_end_string" ->
                new Delimiters(blockStart, mark, variableStart, variableEnd, commentStart, commentEnd);
            case "variable_start_string" ->
                new Delimiters(blockStart, blockEnd, mark, variableEnd, commentStart, commentEnd);
            case "variable_end_string" ->
                new Delimiters(blockStart, blockEnd, variableStart, mark, commentStart, commentEnd);
            case "comment_start_string" ->
                new Delimiters(blockStart, blockEnd, variableStart, variableEnd, mark, commentEnd);
            case "comment_end_string" ->
                new Delimiters(blockStart, blockEnd, variableStart, variableEnd, commentStart, mark);
            default -> throw TemplateException.of("templates have no " + name);
        };
    }

    /** Of the tag that begins here; the longest wins, as in Jinja2. */
    Tag tagAt(String text, int at) {
        Tag found = Tag.NONE;
        for (Tag tag : Tag.INSIDE) {
            if (text.startsWith(start(tag), at)
                    && (found == Tag.NONE || start(tag).length() > start(found).length())) {
                found = tag;
            }
        }
        return found;
    }

    String start(Tag tag) {
        return switch (tag) {
            case VARIABLE -> variableStart;
            case COMMENT -> commentStart;
            case BLOCK -> blockStart;
            case NONE -> "";
        };
    }

    /** The kinds of tags. */
    enum Tag {
        VARIABLE,
        COMMENT,
        BLOCK,
        NONE;

        private static final Tag[] INSIDE = {VARIABLE, COMMENT, BLOCK};
    }
}
