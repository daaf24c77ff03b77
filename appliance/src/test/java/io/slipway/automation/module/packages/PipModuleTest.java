package io.slipway.automation.module.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipModuleTest {

    @TempDir
    Path temp;

    private final PipModule pip = new PipModule();
    private Tools tools;
    private LocalNode node;
    private Calls calls;

    /** Flask 2.1 is installed; what is installed otherwise is new each time. */
    @BeforeEach
    void aNode() {
        String body = """
                case "$*" in
                  *list*) printf 'Flask==2.1.0\\nruamel.yaml==0.17\\n'; cat '%1$s/more' 2>/dev/null; exit 0 ;;
                  *uninstall*[Ff]lask*) echo 'Successfully uninstalled Flask-2.1' ;;
                  *uninstall*) echo 'WARNING: Skipping x as it is not installed.' ;;
                  *install*new*|*-r*) echo 'Successfully installed new-1'; echo new==1 >>'%1$s/more' ;;
                  *) echo 'Requirement already satisfied' ;;
                esac""".formatted(temp);
        tools = new Tools(temp)
                .quietly("python3", "exit 1")
                .have("pip3", body)
                .have("mine", body)
                .have("virtualenv", """
                        for e; do :; done
                        mkdir -p "$e/bin" && touch "$e/bin/activate" && cp '%s/bin/pip3' "$e/bin/pip"
                        """.formatted(temp));
        node = tools.node();
        calls = new Calls(node, new FakeController(temp));
    }

    @Test
    void pipSaysWhetherItChangedSomething() {
        ModuleResult same = calls.run(pip, "name", "flask");
        assertFalse(same.changed());
        assertEquals("Requirement already satisfied\n", same.values().get("stdout"));
        assertEquals(List.of("flask"), same.values().get("name"));
        assertEquals(1, node.exchanges());
        assertTrue(calls.run(pip, "name", "new", "version", "1.0", "extra_args", "--no-index --find-links '/a b'")
                .changed());
        assertTrue(calls.run(pip, "name", "Flask", "state", "absent").changed());
        assertFalse(calls.run(pip, "name", "x", "state", "absent").changed());
        calls.run(pip, "name", List.of("a[x", "y]>1", "<2", "b $(z)"), "state", "latest", "executable", "mine");
        calls.run(pip, "name", "./src", "editable", true, "state", "forcereinstall", "break_system_packages", true);
        assertEquals(
                List.of(
                        "pip3 [install] [flask]",
                        "pip3 [install] [--no-index] [--find-links] [/a b] [new==1.0]",
                        "pip3 [uninstall] [-y] [Flask]",
                        "pip3 [uninstall] [-y] [x]",
                        "mine [install] [-U] [a[x,y]<2,>1] [b $(z)]",
                        "pip3 [install] [-U] [--force-reinstall] [--break-system-packages] [-e] [./src]"),
                tools.log());
    }

    @Test
    void requirementsAreComparedBeforeAndAfter() {
        assertTrue(calls.run(pip, "requirements", "/r.txt", "chdir", temp.toString())
                .changed());
        assertTrue(calls.check(pip, "requirements", "/r.txt").changed());
        tools.quietly("pip3", "echo 'Successfully installed nothing'");
        assertFalse(calls.run(pip, "requirements", "/r.txt").changed());
    }

    @Test
    void aVirtualEnvironmentIsMadeOnce() {
        Path env = temp.resolve("an env");
        assertTrue(
                calls.check(pip, "name", "flask", "virtualenv", env.toString()).changed());
        assertFalse(Files.exists(env));
        ModuleResult made = calls.run(pip, "name", "flask", "virtualenv", "an env", "chdir", temp.toString());
        assertTrue(made.changed());
        assertEquals(env.toString(), made.values().get("virtualenv"));
        assertFalse(
                calls.run(pip, "name", "flask", "virtualenv", env.toString()).changed());
        assertEquals("virtualenv [-ppython3] [" + env + "]", tools.log().getFirst());
        assertTrue(calls.failure(
                        pip, "name", "x", "virtualenv", temp + "/e", "virtualenv_command", "no-such-maker -m venv")
                .startsWith("Failed to find required executable \"no-such-maker\""));
        assertTrue(calls.failure(
                        pip,
                        "name",
                        "x",
                        "virtualenv",
                        temp + "/e",
                        "virtualenv_command",
                        "python3 -m venv",
                        "virtualenv_python",
                        "python3")
                .startsWith("virtualenv_python should not be used"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            flask             | false
            FLASK>=2,<3       | false
            flask==2.1        | false
            flask==2.*        | false
            flask~=2.0        | false
            flask!=2.1.0      | true
            flask>2.1         | true
            flask<2.1rc1      | true
            flask>=2.1.0.dev3 | false
            ruamel_yaml       | false
            other             | true
            git+http://x/y    | true
            """)
    void checkModeComparesVersions(String name, boolean changed) {
        assertEquals(changed, calls.check(pip, "name", List.of(name)).changed());
        assertEquals(
                List.of(),
                tools.log().stream().filter(line -> !line.contains("list")).toList());
    }

    @Test
    void failuresSayTheirCauseAndRemedy() {
        for (String[] pair : new String[][] {
            {"error: externally-managed-environment", "break_system_packages: true"},
            {"NewConnectionError(x): Failed to establish a new connection", "--index-url"},
            {"ERROR: No matching distribution found for nope", "does the mirror hold it"},
            {"OSError: [Errno 28] No space left on device", "a file system of the node is full"}
        }) {
            tools.have("pip3", "echo '" + pair[0] + "' >&2; exit 1");
            String said = calls.failure(pip, "name", "nope");
            assertTrue(said.contains(pair[0]) && said.contains(pair[1]), said);
        }
        assertTrue(
                calls.failure(pip, "name", "x", "executable", "no-such-pip").startsWith("Unable to find any of pip3"));
        assertTrue(calls.failure(pip, "name", "x", "chdir", "/no such").contains("there is no such folder"));
        assertTrue(calls.failure(pip, "name", "--index-url=http://evil").contains("words for pip go into extra_args"));
        assertTrue(calls.failure(pip, "name", "x", "umask", "9").contains("octal"));
        assertTrue(calls.failure(pip, "name", "a,b", "version", "1").startsWith("'version' argument is ambiguous"));
        assertTrue(calls.failure(pip, "name", "a>1", "version", "1").startsWith("The 'version' argument conflicts"));
        assertTrue(calls.failure(pip, "name", "a", "version", "1", "state", "latest")
                .contains("incompatible"));
        assertTrue(calls.failure(pip, "name", "a", "requirements", "r").contains("mutually exclusive"));
    }
}
