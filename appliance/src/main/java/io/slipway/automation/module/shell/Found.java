package io.slipway.automation.module.shell;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Script;
import io.slipway.automation.transport.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a probe found on a node: named texts. On the wire each is {@code name NUL text NUL}, so that text may hold anything a shell
 * can, and as {@link NodeText}; scripts write it with the functions of {@link #script}.
 */
public record Found(Map<String, String> texts, Reply reply) {

    /** What is known before anybody looked. */
    public static final Found NOTHING = new Found(Map.of(), new Reply(0, new byte[0], new byte[0]));

    /** {@code tell NAME TEXT}; and {@code ask NAME COMMAND…}, which tells the command's output and ignores its errors. */
    private static final String PRELUDE = """
            PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
            LC_ALL=C
            export PATH LC_ALL
            tell() { printf '%s\\000%s\\000' "$1" "$2"; }
            ask() { printf '%s\\000' "$1"; shift; "$@" 2>/dev/null </dev/null; printf '\\000'; }
            """;

    /** A script with {@code tell} and {@code ask}, the tools of {@code sbin} in reach, and untranslated messages. */
    public static Script script(String text) {
        return Script.of(text).using(PRELUDE);
    }

    /** The same for a text that is always the same, so that the node may keep all of it. */
    public static Script constant(String text) {
        return Script.of("look\n").using(PRELUDE + "look() {\n" + text + "\n}\n");
    }

    /** Runs a probe. A script that fails is an error: what a probe doesn't find it leaves out. */
    public static Found ask(Node node, Script script) {
        Found found = tryAsk(node, script);
        if (!found.reply.ok()) {
            throw new ModuleFailure("cannot look at the node: "
                            + (found.reply.err().isBlank()
                                    ? "exit status " + found.reply.exitCode()
                                    : found.reply.err().strip()))
                    .with("rc", found.reply.exitCode())
                    .with("stderr", found.reply.err());
        }
        return found;
    }

    /** Runs a script whose failure the caller judges. */
    public static Found tryAsk(Node node, Script script) {
        Reply reply = node.run(script);
        Map<String, String> texts = new LinkedHashMap<>();
        String[] fields = NodeText.decode(reply.stdout()).split("\0", -1);
        for (int i = 0; i + 1 < fields.length; i += 2) {
            texts.put(fields[i], fields[i + 1]);
        }
        return new Found(texts, reply);
    }

    public boolean has(String name) {
        return texts.containsKey(name);
    }

    /** Without the line end that commands put after what they print; empty when it wasn't found. */
    public String text(String name) {
        String text = texts.getOrDefault(name, "");
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    /** What was found, unless that is nothing. */
    public Optional<String> some(String name) {
        return Optional.of(text(name)).filter(text -> !text.isEmpty());
    }

    public long number(String name) {
        try {
            return Long.parseLong(text(name).strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    public List<String> lines(String name) {
        String text = text(name);
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }
}
