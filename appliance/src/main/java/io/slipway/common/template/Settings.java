package io.slipway.common.template;

/**
 * How a template is read and printed.
 *
 * @param trimBlocks the newline right after a block tag goes away
 * @param lstripBlocks blanks before a block tag at the start of a line go away
 * @param keepTrailingNewline the newline at the end of the template stays
 * @param printNoneAsEmpty {@code {{ none }}} prints nothing, as in Ansible, rather than {@code None}
 * @param literalBackslashes in string literals inside <code>{{ }}</code> a backslash stands for itself, as Ansible has it for the
 *     strings of a playbook (not for template files)
 * @param delimiters what stands around tags
 * @param newline what a newline of the template's text becomes; not those that its variables hold
 */
public record Settings(
        boolean trimBlocks,
        boolean lstripBlocks,
        boolean keepTrailingNewline,
        boolean printNoneAsEmpty,
        boolean literalBackslashes,
        Delimiters delimiters,
        String newline) {

    /** Jinja2's own defaults. */
    public static final Settings JINJA = new Settings(false, false, false, false, false, Delimiters.JINJA, "\n");

    /** What Ansible uses for the strings of a playbook. */
    public static final Settings PLAYBOOK = new Settings(true, false, false, true, true, Delimiters.JINJA, "\n");

    /** What Ansible's template module uses, unless the task or a {@code #jinja2:} line says otherwise. */
    public static final Settings TEMPLATE_FILE = new Settings(true, false, false, true, false, Delimiters.JINJA, "\n");

    public Settings withTrimBlocks(boolean on) {
        return new Settings(
                on, lstripBlocks, keepTrailingNewline, printNoneAsEmpty, literalBackslashes, delimiters, newline);
    }

    public Settings withLstripBlocks(boolean on) {
        return new Settings(
                trimBlocks, on, keepTrailingNewline, printNoneAsEmpty, literalBackslashes, delimiters, newline);
    }

    public Settings withDelimiters(Delimiters others) {
        return new Settings(
                trimBlocks, lstripBlocks, keepTrailingNewline, printNoneAsEmpty, literalBackslashes, others, newline);
    }

    public Settings withNewline(String sequence) {
        return new Settings(
                trimBlocks,
                lstripBlocks,
                keepTrailingNewline,
                printNoneAsEmpty,
                literalBackslashes,
                delimiters,
                sequence);
    }

    /** The same, but {@code None} is printed as such. */
    public Settings printingNone() {
        return new Settings(
                trimBlocks, lstripBlocks, keepTrailingNewline, false, literalBackslashes, delimiters, newline);
    }

    /** The same, but for backslashes in string literals, which begin escapes. */
    Settings withEscapes() {
        return new Settings(
                trimBlocks, lstripBlocks, keepTrailingNewline, printNoneAsEmpty, false, delimiters, newline);
    }

    public Settings withKeepTrailingNewline(boolean on) {
        return new Settings(trimBlocks, lstripBlocks, on, printNoneAsEmpty, literalBackslashes, delimiters, newline);
    }
}
