package io.slipway.automation.module.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.Tools;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildArgumentsTest {

    @TempDir
    Path temp;

    @Test
    void valuesReachDockerByItsEnvironmentAlone() {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("TOKEN", "-a 'b\"\n$(id)");
        arguments.put("EMPTY", "");
        arguments.put("SSH_PRIVATE_KEY", "key");
        assertEquals(
                List.of("--build-arg=TOKEN", "--build-arg=EMPTY", "--build-arg=SSH_PRIVATE_KEY"),
                BuildArguments.words(arguments));
        LocalNode node = new Tools(temp)
                .quietly("docker", "printf '%s|%s|%s' \"$TOKEN\" \"${EMPTY-unset}\" \"$SSH_PRIVATE_KEY\"")
                .node();
        assertEquals(
                "-a 'b\"\n$(id)||key",
                node.run(Script.of(BuildArguments.environment(arguments) + "docker build"))
                        .out());
    }

    @Test
    void aNameThatMeansSomethingToDockerOrAShellStaysAWord() {
        for (String name : List.of(
                "PATH",
                "HOME",
                "IFS",
                "LD_PRELOAD",
                "DOCKER_HOST",
                "BUILDKIT_INLINE_CACHE",
                "https_proxy",
                "HTTP_PROXY",
                "_path",
                "a-b",
                "1x",
                "a b\n",
                "")) {
            Map<String, String> arguments = Map.of(name, "v");
            assertEquals(List.of("--build-arg=" + name + "=v"), BuildArguments.words(arguments), name);
            assertEquals("", BuildArguments.environment(arguments), name);
        }
    }
}
