package io.slipway.cli.line;

/**
 * Something that the command line can name. Nothing of it is made before it is named: most of a short run would go into declaring what
 * other commands take.
 */
@FunctionalInterface
public interface Command {

    /**
     * Declares which words the command takes.
     *
     * @return what it does with them; what they are is known only when it runs
     */
    Action declare(Syntax syntax);
}
