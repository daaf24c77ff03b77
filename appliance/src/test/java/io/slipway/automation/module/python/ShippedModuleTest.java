package io.slipway.automation.module.python;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedModuleTest {

    @TempDir
    Path folder;

    private final LocalNode node = new LocalNode();

    private Calls calls() {
        return new Calls(node.env("HOME", folder.toString()), new FakeController(folder));
    }

    private Module module(String name, String source) {
        try {
            Path file = folder.resolve("library").resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, source);
            int dot = name.lastIndexOf('.');
            return new ShippedModules()
                    .module(new Shipped(
                            dot < 0 ? name : name.substring(0, dot),
                            file,
                            Optional.empty(),
                            List.of(folder.resolve("module_utils")),
                            List.of()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void utility(String path, String source) throws IOException {
        Path file = folder.resolve("module_utils").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
    }

    private static final String GREET = """
            #!/usr/bin/python
            from ansible.module_utils.basic import AnsibleModule

            module = AnsibleModule(argument_spec=dict(
                name=dict(required=True), times=dict(type='int', default=1), key=dict(no_log=True)),
                supports_check_mode=True)
            module.exit_json(changed=not module.check_mode, said=['hello ' + module.params['name']] * module.params['times'],
                             secret='<%s>' % module.params['key'])
            """;

    @Test
    void aModuleInPythonRunsInOneExchangeAndLeavesNothing() {
        ModuleResult result =
                calls().run(module("greet.py", GREET), "name", "a 'b'\n-c", "times", "2", "key", "s3cret");
        assertTrue(result.changed());
        assertEquals(
                List.of("hello a 'b'\n-c", "hello a 'b'\n-c"), result.values().get("said"));
        assertEquals("<********>", result.values().get("secret"));
        assertEquals(1, node.exchanges());
        assertEquals(List.of("library"), files(folder));
    }

    @Test
    void nothingOfTheArgumentsIsInTheScript() {
        calls().run(module("greet.py", GREET), "name", "somebody", "key", "s3cret");
        assertFalse(node.scripts().getFirst().text().contains("s3cret"));
        assertFalse(node.scripts().getFirst().text().contains("somebody"));
    }

    @Test
    void checkModeReachesIt() {
        assertFalse(calls().check(module("greet.py", GREET), "name", "x").changed());
        ModuleResult skipped = calls().check(module("greet.py", GREET.replace("=True)", "=False)")), "name", "x");
        assertTrue(skipped.skipped());
        assertEquals(
                "remote module (greet) does not support check mode",
                skipped.values().get("msg"));
    }

    @Test
    void badArgumentsAreRefusedAsAnsibleRefusesThem() {
        assertEquals("missing required arguments: name", calls().failure(module("greet.py", GREET)));
        assertEquals(
                "Unsupported parameters for (greet) module: nam. Supported parameters include: key, name, times.",
                calls().failure(module("greet.py", GREET), "nam", "x", "name", "y"));
    }

    @Test
    void utilitiesOfRolesAreImported() throws IOException {
        utility(
                "numbers_of_ours.py",
                "from ansible.module_utils.deep.er import ONE\ndef twice(x):\n    return x * 2 * ONE\n");
        utility("deep/er.py", "ONE = 1\n");
        ModuleResult result = calls().run(module("two.py", """
                #!/usr/bin/env python3
                from __future__ import absolute_import
                from ansible.module_utils.basic import *  # everything
                from ansible.module_utils.numbers_of_ours import (
                    twice,  # doubles
                )
                try:
                    from ansible.module_utils.not_there import nothing
                except ImportError:
                    nothing = None

                def main():
                    module = AnsibleModule(argument_spec={'n': {'type': 'int'}})
                    module.exit_json(n=twice(module.params['n']), nothing=nothing)

                if __name__ == '__main__':
                    main()
                """), "n", 4);
        assertEquals(8L, result.values().get("n"));
    }

    @Test
    void whatTheStandInLacksIsNamed() {
        String said = calls().failure(module("k8s.py", """
                from ansible.module_utils.basic import AnsibleModule
                from ansible.module_utils.network.ios import run
                """));
        assertTrue(said.contains("No module named 'ansible.module_utils.network'"), said);
        assertTrue(said.contains("module_utils of the role"), said);
    }

    @Test
    void anExceptionIsAModuleFailureWithItsTrace() {
        ModuleResult result =
                calls().run(module("boom.py", "from ansible.module_utils.basic import *\nraise ValueError('boom')\n"));
        assertTrue(result.failed());
        assertEquals(
                "MODULE FAILURE\nSee stdout/stderr for the exact error",
                result.values().get("msg"));
        assertEquals(1L, result.values().get("rc"));
        String trace = String.valueOf(result.values().get("exception"));
        assertTrue(trace.startsWith("Traceback") && trace.endsWith("ValueError: boom\n"), trace);
        assertEquals(trace, result.values().get("module_stderr"));
    }

    @Test
    void aNodeWithoutPythonIsNamedWithTheModule() {
        Module module = module("greet.py", GREET);
        LocalNode without = new LocalNode("/bin/sh", "-c", "command() { return 1; }; . \"$0\"");
        String said = new Calls(without, new FakeController(folder)).failure(module, "name", "x");
        assertTrue(said.startsWith("there is no Python on testnode"), said);
        assertTrue(said.contains("greet.py") && said.contains("install python3"), said);
    }

    @Test
    void aShellModuleReadsItsArgumentsFromAFileThatIsGoneAfterwards() {
        ModuleResult result = calls().run(
                        module(
                                "words.sh",
                                "#!/bin/sh\n. \"$1\"\nprintf '{\"msg\": \"%s\", \"changed\": true}' \"$name\"\n"),
                        "name",
                        "it's $HOME; -x");
        assertEquals("it's $HOME; -x", result.values().get("msg"));
        assertTrue(result.changed());
        assertEquals(1, node.exchanges());
        assertEquals(List.of("library"), files(folder));
    }

    @Test
    void aModuleThatWantsJsonGetsIt() {
        ModuleResult result = calls().run(
                        module(
                                "json",
                                "#!/bin/sh\n# WANT_JSON\nprintf 'noise\\n{\"got\": %s}\\nmore' \"$(cat \"$1\")\"\n"),
                        "list",
                        List.of(1L, "b"));
        assertEquals(List.of(1L, "b"), ((Map<?, ?>) result.values().get("got")).get("list"));
        assertEquals(
                List.of("Module invocation had junk after the JSON data: more"),
                result.values().get("warnings"));
    }

    @Test
    void aModuleWithoutAnInterpreterIsRefused() {
        assertTrue(calls().failure(module("plain", "echo hello\n")).contains("missing interpreter line"));
    }

    @Test
    void theSameSourcesMakeTheSameBytes() {
        Shipped shipped = new Shipped("greet", folder.resolve("greet.py"), Optional.empty(), List.of(), List.of());
        byte[] source = GREET.getBytes(StandardCharsets.UTF_8);
        assertArrayEquals(
                Bundle.of(shipped, source).zip(), Bundle.of(shipped, source).zip());
    }

    private static List<String> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
