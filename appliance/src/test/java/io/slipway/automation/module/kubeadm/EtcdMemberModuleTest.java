package io.slipway.automation.module.kubeadm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EtcdMemberModuleTest {

    private static final String TWO = """
            8e9e05c52164694d, started, m1, https://10.0.0.1:2380, https://10.0.0.1:2379, false
            91bc3c398fb3c146, unstarted, , https://10.0.0.2:2380, , true
            """;

    @TempDir
    Path temp;

    private final EtcdMemberModule module = new EtcdMemberModule();
    private Tools tools;
    private Calls calls;

    @BeforeEach
    void twoMembers() throws IOException {
        Files.writeString(temp.resolve("members"), TWO);
        tools = new Tools(temp)
                .have(
                        "etcdctl",
                        "case \" $* \" in *' list '*) cat '" + temp + "/members' ;;" + " *) [ ! -e '" + temp
                                + "/refusal' ] || { cat '" + temp + "/refusal' >&2; exit 1; } ;; esac");
        calls = new Calls(tools.node(), new FakeController(temp));
    }

    /** What was done beside looking. */
    private List<String> done() {
        return tools.log().stream()
                .filter(line -> !line.contains("[list]"))
                .map(line -> line.replaceFirst(".*\\[member\\] ", "").replaceAll("[\\[\\]]", ""))
                .toList();
    }

    static Stream<Arguments> table() {
        return Stream.of(
                Arguments.of("state=list", List.of()),
                Arguments.of("state=present name=m1 peer_urls=https://10.0.0.1:2380", List.of()),
                Arguments.of(
                        "state=present name=m1 peer_urls=https://10.0.0.9:2380",
                        List.of("update 8e9e05c52164694d --peer-urls=https://10.0.0.9:2380")),
                Arguments.of(
                        "state=present name=m3 peer_urls=https://10.0.0.3:2380",
                        List.of("add m3 --peer-urls=https://10.0.0.3:2380")),
                Arguments.of(
                        "state=present name=m3 peer_urls=https://10.0.0.3:2380 learner=true",
                        List.of("add m3 --peer-urls=https://10.0.0.3:2380 --learner")),
                Arguments.of("state=absent name=m1", List.of("remove 8e9e05c52164694d")),
                Arguments.of("state=absent peer_urls=https://10.0.0.2:2380", List.of("remove 91bc3c398fb3c146")),
                Arguments.of("state=absent id=91bc3c398fb3c146", List.of("remove 91bc3c398fb3c146")),
                Arguments.of("state=absent name=gone", List.of()),
                Arguments.of("state=promoted name=m1", List.of()),
                Arguments.of("state=promoted peer_urls=https://10.0.0.2:2380", List.of("promote 91bc3c398fb3c146")));
    }

    private static Object[] words(String written) {
        List<Object> words = new ArrayList<>();
        for (String pair : written.split(" ")) {
            words.addAll(List.of(pair.split("=", 2)));
        }
        return words.toArray();
    }

    @ParameterizedTest
    @MethodSource("table")
    void isAsWanted(String written, List<String> done) {
        assertEquals(!done.isEmpty(), calls.check(module, words(written)).changed());
        assertEquals(List.of(), done());
        assertEquals(!done.isEmpty(), calls.run(module, words(written)).changed());
        assertEquals(done, done());
    }

    @Test
    void membersAreListedAsTheyAre() {
        ModuleResult result = calls.run(module);
        List<?> members = (List<?>) result.values().get("members");
        assertEquals(
                Map.of(
                        "id",
                        "91bc3c398fb3c146",
                        "name",
                        "",
                        "peer_urls",
                        List.of("https://10.0.0.2:2380"),
                        "client_urls",
                        List.of(),
                        "started",
                        false,
                        "learner",
                        true),
                members.getLast());
    }

    @Test
    void aRefusalSaysWhatToDo() throws IOException {
        Files.writeString(
                temp.resolve("refusal"),
                "{\"level\":\"warn\",\"msg\":\"retrying\"}\nError: etcdserver: re-configuration failed due to not enough started members\n");
        String said = calls.failure(module, "state", "absent", "name", "m1");
        assertTrue(
                said.startsWith(
                        "etcd does not do 'etcdctl member remove 8e9e05c52164694d': etcdserver: re-configuration failed"),
                said);
        assertTrue(said.contains("bring others back first"), said);
    }

    @Test
    void theMemberMustBeNamed() {
        assertEquals(
                "state is absent but any of the following are missing: name, id, peer_urls",
                calls.failure(module, "state", "absent"));
        assertEquals("etcd has no such member; it has m1, ", calls.failure(module, "state", "promoted", "name", "m7"));
    }
}
