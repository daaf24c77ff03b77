package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.common.Progress;
import io.slipway.common.json.Json;
import io.slipway.lab.Lab;
import io.slipway.lab.LabSpec;
import io.slipway.lab.Labs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every module gets, for each parameter that is a text or a path, what people and attackers put into names: on a node that is thrown away,
 * first in check mode, then in earnest. None of it may run as a command, none may bring the shell of the module out of step, and no
 * temporary file may stay behind.
 */
@Tag("full")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class HostileArgumentsTest {

    /** What a shell that took it for program text would make: this file. */
    private static final String CANARY = "/tmp/canary";

    private static final String PLACE = "/opt/hostile";

    private static final List<String> HOSTILE = List.of(
            "$(touch " + CANARY + ")",
            "`touch " + CANARY + "`",
            "a'; touch " + CANARY + "; '",
            "a\"; touch " + CANARY + "; \"",
            "a b\n touch " + CANARY + "\nc",
            "-e touch " + CANARY,
            "--help",
            "* ? [a] ~ \\ % %s \\n &",
            "ümlaut \uDCFF");

    /** Those that run what they are given, that wait, and that end the node or the play. */
    private static final Set<String> LEFT_OUT = Set.of(
            "command",
            "shell",
            "raw",
            "script",
            "expect",
            "pause",
            "wait_for",
            "wait_for_connection",
            "reboot",
            "fail",
            "meta",
            "add_host",
            "group_by",
            "async_status",
            "set_fact",
            "include_vars",
            "validate_argument_spec");

    /** Parameters that hold a command for the node, which is run as one, or a condition. */
    private static final Set<String> COMMANDS =
            Set.of("assert.that", "copy.validate", "debug.var", "synchronize.rsync_opts", "synchronize.rsync_path");

    @Test
    void nothingRunsThatWasOnlyAName(@TempDir Path home) throws Exception {
        Slipway slipway = new Slipway(home);
        Labs labs = new Labs(home, slipway.environment(), Progress.NONE);
        Files.deleteIfExists(Path.of(CANARY));
        try {
            Lab lab = labs.up(LabSpec.named("hostile").nodes("1+0"));
            List<Object> tasks = tasks(home);
            assertTrue(tasks.size() > 1000, "every module is tried: " + tasks.size());
            Path playbook = Files.writeString(
                    home.resolve("hostile.yml"),
                    Json.write(List.of(play(tasks))).replace("\uDCFF", "\\udcff"));
            String before = left(lab);
            for (String mode : List.of("--check", "--diff")) {
                Slipway.Said said = slipway.run(
                        "run", playbook.toString(), "-i", lab.inventory().toString(), mode);
                assertEquals(0, said.status(), said.all());
                assertFalse(
                        said.all()
                                .matches(
                                        "(?s).*(?:Syntax error:|syntax error near|unexpected EOF|defect in Slipway).*"),
                        said.all());
                assertFalse(Files.exists(Path.of(CANARY)), "something ran on this side");
                assertEquals(before, left(lab), "nothing ran, and nothing is left");
            }
        } finally {
            labs.down("hostile", false);
        }
    }

    private static Map<String, Object> play(List<Object> tasks) {
        return Map.of("hosts", "all", "gather_facts", false, "become", true, "tasks", tasks);
    }

    private static List<Object> tasks(Path home) {
        List<Object> tasks = new ArrayList<>();
        tasks.add(Map.of(
                "shell",
                "mkdir -p " + PLACE + " && echo text > " + PLACE + "/x",
                "check_mode",
                false,
                "changed_when",
                false));
        for (Module module : BuiltinModules.catalogue().modules()) {
            ModuleSpec spec = module.spec();
            if (LEFT_OUT.contains(spec.name())) {
                continue;
            }
            for (Option option : spec.options()) {
                if (!takesText(option) || COMMANDS.contains(spec.name() + "." + option.name()) || isCommand(option)) {
                    continue;
                }
                for (String value : HOSTILE) {
                    tasks.add(task(spec, option, value, home));
                }
            }
        }
        return tasks;
    }

    private static boolean takesText(Option option) {
        return option.choices().isEmpty()
                && Set.of(Option.Type.STRING, Option.Type.PATH, Option.Type.LIST, Option.Type.MODE, Option.Type.RAW)
                        .contains(option.type());
    }

    private static boolean isCommand(Option option) {
        return Set.of("validate").contains(option.name());
    }

    private static Map<String, Object> task(ModuleSpec spec, Option hostile, String value, Path home) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (Option option : spec.options()) {
            if (option.required()
                    || spec.oneNeeded().stream()
                            .anyMatch(group -> group.getFirst().equals(option.name()))) {
                arguments.put(option.name(), harmless(option));
            }
        }
        spec.neededIf().forEach(rule -> {
            if (rule.option().equals(hostile.name())) {
                return;
            }
            if (rule.needs().contains(hostile.name())) {
                arguments.put(rule.option(), rule.value());
                rule.needs()
                        .forEach(need ->
                                arguments.put(need, harmless(spec.option(need).orElseThrow())));
            }
        });
        String folder = spec.name().equals("fetch") ? home.toString() : PLACE;
        arguments.put(
                hostile.name(), hostile.type() == Option.Type.PATH ? folder + "/" + value.replace('/', '_') : value);
        if (spec.name().equals("tempfile")) {
            arguments.putIfAbsent("path", PLACE);
        }
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("name", spec.name() + " " + hostile.name());
        task.put(spec.name(), arguments);
        task.put("ignore_errors", true);
        return task;
    }

    private static Object harmless(Option option) {
        if (!option.choices().isEmpty()) {
            return option.choices().getFirst();
        }
        return switch (option.type()) {
            case PATH -> PLACE + "/x";
            case BOOL -> true;
            case INT, FLOAT -> 1;
            case LIST, ELEMENTS -> List.of("x");
            case MAP -> Map.of("x", "y");
            case MODE -> "0644";
            case STRING, RAW -> "x";
        };
    }

    /** What lies where temporary files and the canary would. */
    private static String left(Lab lab) throws IOException, InterruptedException {
        List<String> ssh = LabCommand.sshCommand(
                lab,
                lab.nodes().getFirst().name(),
                List.of("sudo find / -xdev -name '*.slipway*' -o -path '/tmp/*' -o -path '/var/tmp/*' "
                        + "| grep -vE 'systemd-private|-unix|^/(proc|sys)/' | sort"));
        Process process = new ProcessBuilder(ssh).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return text;
    }
}
