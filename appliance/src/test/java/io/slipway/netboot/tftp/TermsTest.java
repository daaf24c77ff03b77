package io.slipway.netboot.tftp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class TermsTest {

    private static final Terms.Limits ETHERNET = new Terms.Limits(1468, 32);

    private static Terms agree(String... asked) {
        SequencedMap<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < asked.length; i += 2) {
            options.put(asked[i], asked[i + 1]);
        }
        return Terms.agree(options, 1000, ETHERNET);
    }

    private static String accepted(String... asked) {
        return agree(asked).accepted().toString();
    }

    @Test
    void withoutOptionsBlocksHave512BytesAndNothingIsAnswered() {
        assertEquals(new Terms(512, 1, Duration.ZERO, new LinkedHashMap<>()), agree());
    }

    @Test
    void onlyWhatWasAskedIsAnsweredInTheOrderAndSpellingOfTheClient() {
        assertEquals(
                "{windowsize=4, TSIZE=1000, BlkSize=1024}",
                accepted("windowsize", "4", "TSIZE", "0", "BlkSize", "1024"));
        assertEquals("{timeout=3}", accepted("timeout", "3"));
    }

    @Test
    void aBlockThatWouldNotFitIntoAPacketOfTheNetworkBecomesSmaller() {
        assertEquals("{blksize=1468}", accepted("blksize", "65464"));
        assertEquals("{blksize=8}", accepted("blksize", "8"));
    }

    @Test
    void aWindowIsBoundedInPacketsAndInBytes() {
        assertEquals("{windowsize=32}", accepted("windowsize", "65535"));
        Terms large = Terms.agree(Map.of("blksize", "40000", "windowsize", "8"), 1, new Terms.Limits(65464, 32));
        assertEquals(2, large.window());
        assertEquals("2", large.accepted().get("windowsize"));
    }

    @Test
    void whatMakesNoSenseIsPassedOver() {
        for (String bad : new String[] {"", "0", "-1", "+5", " 5", "5x", "65536", "99999999999999999999", "０", "1e3"}) {
            assertEquals("{}", accepted("windowsize", bad), bad);
        }
        assertEquals("{}", accepted("blksize", "7", "timeout", "0", "multicast", "", "rollover", "1"));
        assertEquals("{}", accepted("timeout", "256"));
    }

    @Test
    void aSizeThatIsNotKnownIsNotTold() {
        assertEquals(
                Map.of(),
                Terms.agree(Map.of("tsize", "0"), Content.UNKNOWN, ETHERNET).accepted());
    }
}
