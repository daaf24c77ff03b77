package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunFlagsTest {

    @Test
    void theModulePathThatIsGivenLastIsLookedAtFirst() {
        assertEquals(
                Stream.of("/c", "here", "/a", "/b")
                        .map(path -> Path.of(path).toAbsolutePath())
                        .toList(),
                RunFlags.of("-M", "/a:/b", "--module-path", "/c::here").libraries());
        assertEquals(List.of(), RunFlags.of().libraries());
    }

    @Test
    void argumentsOfSshBeginWithADash() {
        RunFlags flags = RunFlags.of("--ssh-extra-args", "-o Compression=yes", "--ssh-common-args=-J bastion");
        assertEquals("-o Compression=yes", flags.sshExtraArguments.or(""));
        assertEquals("-J bastion", flags.sshCommonArguments.or(""));
    }
}
