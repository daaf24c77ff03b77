package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LauncherTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "'', C.UTF-8 UTF-8",
        "LANG=C, C.UTF-8 UTF-8",
        "LC_ALL=POSIX, C.UTF-8 UTF-8",
        "LC_ALL=xx_XX.UTF-8, C.UTF-8 UTF-8",
        "LC_CTYPE=C.UTF-8, unset UTF-8",
        "LC_ALL=C.UTF-8, C.UTF-8 UTF-8"
    })
    void theLocaleIsMadeUtf8UnlessItIs(String setting, String expected) throws Exception {
        ProcessBuilder shell =
                new ProcessBuilder("sh", "-c", ". ./.ci/lib.sh; use_utf8; echo \"${LC_ALL:-unset} $(locale charmap)\"");
        Map<String, String> environment = shell.environment();
        environment.keySet().removeIf(name -> name.startsWith("LC_") || name.startsWith("LANG"));
        if (!setting.isEmpty()) {
            environment.put(setting.split("=")[0], setting.split("=")[1]);
        }
        Process process = shell.directory(Slipway.repository().toFile()).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        assertEquals(expected + "\n", said);
    }

    /** Puts a program of this name in the way of the system's. */
    private void stub(String name, String script) throws IOException {
        Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script);
        assertTrue(file.toFile().setExecutable(true));
    }

    /** Lets the launcher build what it needs; what it says. */
    private String build() throws Exception {
        Path err = folder.resolve("err");
        ProcessBuilder shell = new ProcessBuilder(
                "sh", "-euc", "here=$1; . ./.ci/lib.sh; build_if_stale; echo \"$jar\"", "sh", folder.toString());
        shell.environment().merge("PATH", folder.resolve("bin") + ":", (path, bin) -> bin + path);
        Process process = shell.directory(Slipway.repository().toFile())
                .redirectError(err.toFile())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), Files.readString(err));
        return said.strip().replace(folder + "/", "") + "\n" + Files.readString(err);
    }

    /** Each command with a JVM of this very kind, which is asked for its version alone. */
    @ParameterizedTest
    @CsvSource({
        "sync, CompilerDirectivesFile=",
        "store, CompilerDirectivesFile=",
        "serve, unsafe-memory-access=allow",
        "run, UseSerialGC"
    })
    void theJvmTakesTheOptionsOfEachCommand(String command, String expected) throws Exception {
        Path real = Path.of(System.getProperty("java.home"), "bin/java");
        stub("javac", "");
        stub("java", """
                for each do shift; case $each in -Dslipway.program=*) break ;; esac; set -- "$@" "$each"; done
                while [ "$1" != -XX:+UseSerialGC ]; do shift; done
                echo "$@"
                exec '%s' "$@" -version
                """.formatted(real));
        Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        for (String each :
                List.of("slipway", ".ci/lib.sh", ".ci/second-compiler.json", "appliance/target/slipway.jar")) {
            Path copy = folder.resolve(each);
            Files.createDirectories(copy.getParent());
            if (each.endsWith(".jar")) {
                Files.createFile(copy);
            } else {
                Files.copy(Slipway.repository().resolve(each), copy);
            }
        }
        ProcessBuilder launcher =
                new ProcessBuilder("sh", folder.resolve("slipway").toString(), command).redirectErrorStream(true);
        launcher.environment().put("JAVA_HOME", folder.toString());
        Process process = launcher.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertTrue(said.contains(expected) && said.contains("version"), said);
    }

    private void sources() throws IOException {
        Files.createDirectories(folder.resolve("appliance/src/main"));
        for (String source : List.of("pom.xml", "appliance/pom.xml", "appliance/src/main/A.java")) {
            Files.setLastModifiedTime(Files.createFile(folder.resolve(source)), FileTime.from(Instant.EPOCH));
        }
    }

    @Test
    void whatIsUpToDateIsNotBuiltAndAQuickBuildIsQuiet() throws Exception {
        sources();
        stub("date", "echo 0\n");
        stub(
                "mvn",
                "echo built >>'" + folder + "/builds'; mkdir -p '" + folder + "/appliance/target/launcher'\n"
                        + "touch '" + folder + "/appliance/target/launcher/slipway.jar'\n");
        String own = "appliance/target/launcher/slipway.jar\n";
        assertEquals(own, build());
        assertEquals(own, build());
        assertEquals("built\n", Files.readString(folder.resolve("builds")));
        Instant later = Instant.now().plusSeconds(60);
        Files.setLastModifiedTime(folder.resolve("appliance/src/main/A.java"), FileTime.from(later));
        assertEquals(own, build());
        assertEquals("built\nbuilt\n", Files.readString(folder.resolve("builds")));
    }

    @Test
    void theJarThatWasCheckedIsTakenIfItIsUpToDate() throws Exception {
        sources();
        Files.createDirectories(folder.resolve("appliance/target"));
        Files.createFile(folder.resolve("appliance/target/slipway.jar"));
        assertEquals("appliance/target/slipway.jar\n", build());
    }

    /** A clock that goes on by a second each time it is asked, and a build that ends when its stage has been told twice. */
    @Test
    void aLongBuildTellsItsTimeAndStage() throws Exception {
        sources();
        stub("sleep", "exec /bin/sleep 0.01\n");
        stub("date", "echo >>'" + folder + "/clock'; wc -l <'" + folder + "/clock'\n");
        stub(
                "mvn",
                "echo '[INFO] --- maven-compiler-plugin:3.14.1:compile (default-compile) @ appliance ---'\n"
                        + "until [ $(grep -c compile '" + folder + "/err') -ge 2 ]; do /bin/sleep 0.05; done\n");
        List<String> lines = build().lines().skip(1).toList();
        Pattern line = Pattern.compile("slipway: building the appliance: (\\d+) s(, compiler compile)?");
        List<Integer> seconds = lines.stream()
                .map(line::matcher)
                .filter(Matcher::matches)
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
        assertEquals(lines.size(), seconds.size(), lines.toString());
        assertTrue(seconds.getFirst() >= 2, lines.toString());
        for (int i = 1; i < seconds.size(); i++) {
            assertEquals(30, seconds.get(i) - seconds.get(i - 1), lines.toString());
        }
    }
}
