package io.slipway.automation.module.python;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Leftovers;
import io.slipway.automation.module.shell.Words;
import io.slipway.automation.transport.Reply;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import io.slipway.common.template.Python;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A module that content brings along. It travels with its imports and arguments over standard input, in one exchange: nothing of it is
 * ever in a process list. Python leaves no file on the node either; other programs lie in a folder of their own until they end.
 */
final class ShippedModule implements Module {

    private static final String START = Interpreter.FIND + "exec \"$_python\" -c \"$_start\"\n";

    /** The folder is in the home, because /tmp may forbid to execute. */
    private static final String RUN = Leftovers.FUNCTION + """
            umask 077
            name_in "${HOME:-/tmp}"
            dir=$(mktemp -d -- "$left_template" 2>/dev/null) || dir=$(mktemp -d) || exit 1
            trap 'rm -rf -- "$dir"' EXIT
            trap 'trap "" HUP INT PIPE TERM; exit 143' HUP INT PIPE TERM
            cat >"$dir/$_name" || exit 1
            chmod 700 "$dir/$_name"
            if [ -n "$_arguments" ]; then printf %s "$_arguments" >"$dir/args" || exit 1; fi
            umask "$_mask"
            if [ -n "$_arguments" ]; then set -- "$dir/args"; else set --; fi
            if [ -n "$_python" ]; then set -- "$_python" "$dir/$_name" "$@"; else set -- "$dir/$_name" "$@"; fi
            "$@" </dev/null
            """;

    private final Path file;
    private final byte[] source;
    private final Style style;
    private final Bundle bundle;
    private final ModuleSpec spec;

    ShippedModule(Shipped shipped, byte[] content) {
        this.file = shipped.file();
        this.style = Style.of(content);
        this.source = style == Style.PYTHON ? imported(content) : content;
        this.bundle = style == Style.PYTHON ? Bundle.of(shipped, source) : new Bundle(shipped.name(), new byte[0]);
        this.spec = ModuleSpec.of(shipped.name(), "A module of your own")
                .anyArguments()
                .build();
    }

    private static byte[] imported(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return text.replace(Style.COMMON_MARK, "from ansible.module_utils.basic import *")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public ModuleSpec spec() {
        return spec;
    }

    @Override
    public boolean oneExchange() {
        return true;
    }

    @Override
    public String kind() {
        return AnyAnswer.KIND;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Reply reply = call.node().run(script(call));
        Interpreter.check(reply, call.node(), file);
        ModuleResult result = ModuleAnswer.of(reply);
        if (result.values().containsKey("module_stderr")) {
            Interpreter.lacking(reply.err()).ifPresent(line -> {
                throw new ModuleFailure(Problem.of("the module " + file + " cannot be run by Slipway: " + line)
                                .because("it imports what Slipway's stand-in for ansible.module_utils has not")
                                .hint("put the file that it needs into module_utils of the role, or do without it"))
                        .with("module_stderr", reply.err())
                        .with("module_stdout", reply.out())
                        .with("exception", reply.err())
                        .with("rc", (long) reply.exitCode());
            });
        }
        return result;
    }

    private Script script(ModuleCall call) {
        Map<String, @Nullable Object> arguments = arguments(call);
        return switch (style) {
            case PYTHON ->
                Script.of(START)
                        .set("_start", StandIn.start())
                        .set("_named", Interpreter.named(call.node()))
                        .input(packed(Json.write(Map.of("ANSIBLE_MODULE_ARGS", arguments))));
            case JSON_FILE -> ofItsOwn(call, Json.write(arguments), source);
            case WORDS_FILE -> ofItsOwn(call, words(arguments), source);
            case JSON_WITHIN -> {
                String text = new String(source, StandardCharsets.UTF_8);
                yield ofItsOwn(call, "", NodeText.encode(text.replace(Style.JSON_MARK, Json.write(arguments))));
            }
        };
    }

    private Script ofItsOwn(ModuleCall call, String arguments, byte[] content) {
        String first = new String(content, StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElse("");
        if (!first.startsWith("#!") && !Style.isBinary(content)) {
            throw new ModuleFailure(Problem.of("module (" + spec.name() + ") is missing interpreter line")
                    .because(file + " does not begin with #!"));
        }
        boolean python = first.contains("python");
        Script script = Script.of("_mask=$(umask)\n" + (python ? Interpreter.FIND : "_python=\n") + RUN)
                .set("_name", "module")
                .set("_arguments", arguments)
                .input(content);
        return python ? script.set("_named", Interpreter.named(call.node())) : script;
    }

    private byte[] packed(String arguments) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.writeBytes((bundle.zip().length + " " + bundle.module() + "\n").getBytes(StandardCharsets.UTF_8));
        input.writeBytes(bundle.zip());
        input.writeBytes(NodeText.encode(arguments));
        return input.toByteArray();
    }

    private Map<String, @Nullable Object> arguments(ModuleCall call) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(call.arguments().all());
        int verbosity = call.controller().verbosity();
        all.put("_ansible_check_mode", call.check());
        all.put("_ansible_diff", call.diff());
        all.put("_ansible_no_log", false);
        all.put("_ansible_debug", false);
        all.put("_ansible_verbosity", (long) verbosity);
        all.put("_ansible_version", "2.14.18");
        all.put("_ansible_module_name", spec.name());
        all.put("_ansible_syslog_facility", "LOG_USER");
        all.put("_ansible_shell_executable", "/bin/sh");
        all.put("_ansible_keep_remote_files", false);
        return all;
    }

    private static String words(Map<String, @Nullable Object> arguments) {
        return arguments.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + Words.shown(List.of(Python.str(entry.getValue()))))
                .collect(Collectors.joining(" "));
    }
}
