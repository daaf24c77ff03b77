package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slipway.common.Position;
import io.slipway.mirror.apt.AptSource;
import io.slipway.mirror.apt.Trust;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class BurdenTest {

    private static final AptSource SOURCE = AptSource.plain(
            URI.create("http://archive.example.org/"),
            "stable",
            List.of("main"),
            List.of("amd64"),
            new Trust.Nobody(),
            true,
            new Position("pod.yml", 2, 5));

    private final Burden burden = new Burden(10_000);

    @Test
    void entriesWeighWhatTheirTextDoesAndSomeMore() {
        try (Burden.Share share = burden.share()) {
            for (int i = 0; i < 10; i++) {
                share.entry(SOURCE, 300);
            }
            SyncException refused = assertThrows(SyncException.class, () -> share.entry(SOURCE, 300));
            assertEquals(
                    "'http://archive.example.org/ stable' lists more than the memory bears",
                    refused.problem().what());
            assertEquals("pod.yml:2:5", String.valueOf(refused.problem().where()));
        }
    }

    @Test
    void mirrorsShareItUntilTheyAreDone() {
        try (Burden.Share first = burden.share()) {
            first.file(SOURCE);
            first.file(SOURCE);
            try (Burden.Share second = burden.share()) {
                second.file(SOURCE);
                second.file(SOURCE);
                assertThrows(SyncException.class, () -> second.file(SOURCE));
            }
            first.file(SOURCE);
            first.file(SOURCE);
        }
    }
}
