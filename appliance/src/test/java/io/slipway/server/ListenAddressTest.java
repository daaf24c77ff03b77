package io.slipway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0:8080, 0.0.0.0, 8080, 0.0.0.0:8080",
        ":80, 0.0.0.0, 80, 0.0.0.0:80",
        "node1.pod.internal:0, node1.pod.internal, 0, node1.pod.internal:0",
        "[::]:8080, ::, 8080, [::]:8080",
        "[fe80::1%eth0]:65535, fe80::1%eth0, 65535, [fe80::1%eth0]:65535"
    })
    void readsWhatPeopleWrite(String text, String host, int port, String shown) {
        ListenAddress address = ListenAddress.parse(text).orElseThrow();
        assertEquals(new ListenAddress(host, port), address);
        assertEquals(shown, address.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "8080",
                "::1:80",
                "[::1]",
                "[::1]80",
                "a:65536",
                "a:123456",
                "a:-1",
                "a:b",
                "[a]:1",
                "a b:1",
                "[]:1"
            })
    void refusesTheRest(String text) {
        assertEquals(Optional.empty(), ListenAddress.parse(text));
    }

    @Test
    void listensOnIpv6AndSaysSo() {
        ListenAddress any = ListenAddress.parse("[::1]:0").orElseThrow();
        try (FrontDoor door = FrontDoor.open(any.socket(), List.of(), FrontDoor.Listener.NONE)) {
            ListenAddress taken = new ListenAddress("::1", door.port());
            ServerException refused = assertThrows(
                    ServerException.class, () -> FrontDoor.open(taken.socket(), List.of(), FrontDoor.Listener.NONE));
            assertEquals(
                    "cannot listen on [::1]:" + door.port(), refused.problem().what());
        }
    }

    @Test
    void aNameThatNobodyKnowsIsExplained() {
        ListenAddress unknown = ListenAddress.parse("nowhere.invalid:0").orElseThrow();
        ServerException refused = assertThrows(
                ServerException.class, () -> FrontDoor.open(unknown.socket(), List.of(), FrontDoor.Listener.NONE));
        assertTrue(
                refused.problem().toString().contains("nowhere.invalid"),
                refused.problem().toString());
    }
}
