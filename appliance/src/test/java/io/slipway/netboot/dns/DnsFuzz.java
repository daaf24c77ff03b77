package io.slipway.netboot.dns;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** Whatever arrives at port 53. */
public final class DnsFuzz {

    private static final Answers ANSWERS = new Answers(BuildZones.of(Names.POD, 1));

    private DnsFuzz() {}

    public static List<byte[]> seeds() {
        return Stream.of(
                        Names.query("a.apps.pod.internal.", Type.A),
                        Names.query("round.pod.internal.", Type.ANY),
                        Names.query("_etcd-server._tcp.pod.internal.", Type.SRV),
                        Names.query("1.1.10.10.in-addr.arpa.", Type.PTR))
                .map(query -> query.toWire())
                .toList();
    }

    public static void fuzzerTestOneInput(byte[] bytes) {
        for (boolean stream : new boolean[] {false, true}) {
            switch (ANSWERS.judge(bytes, stream)) {
                case Verdict.Silence _ -> {}
                case Verdict.Reply(var message, int room) -> assertTrue(Answers.fitted(message, room).length <= room);
                case Verdict.Outside outside ->
                    assertTrue(Answers.fitted(outside.refusal(), outside.room()).length <= outside.room());
            }
        }
    }
}
