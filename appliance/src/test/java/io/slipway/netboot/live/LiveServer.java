package io.slipway.netboot.live;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.slipway.common.Problem;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.MacAddress;
import io.slipway.common.state.HardwareTable;
import io.slipway.common.state.InstallTable;
import io.slipway.common.state.NodeTimeline;
import io.slipway.common.state.StateDatabase;
import io.slipway.common.yaml.YamlReader;
import io.slipway.netboot.boot.BootDesk;
import io.slipway.netboot.boot.DecideBoot;
import io.slipway.netboot.boot.Node;
import io.slipway.netboot.boot.NodeStates;
import io.slipway.netboot.disk.DiskRule;
import io.slipway.netboot.disk.ReadDiskRule;
import io.slipway.netboot.token.HostKeys;
import io.slipway.netboot.token.Tokens;
import io.slipway.server.Access;
import io.slipway.server.FrontDoor;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An appliance that knows the node dgx01, for machines that run from memory. */
final class LiveServer implements AutoCloseable {

    static final MacAddress CARD = MacAddress.parse(FakeMachine.CARD).orElseThrow();

    final StateDatabase database;
    final NodeStates states;
    final NodeTimeline timeline;
    final HardwareTable table;
    final BootDesk desk;
    final LiveKeys keys;
    private final FrontDoor door;
    private final BlockingQueue<String> answered = new LinkedBlockingQueue<>();

    LiveServer(Path home, Map<MacAddress, IpAddress> addresses, Map<MacAddress, DiskRule> disks) {
        database = StateDatabase.open(home);
        timeline = new NodeTimeline(database);
        states = new NodeStates(timeline, InstantSource.system());
        table = new HardwareTable(database);
        Node node = new Node("dgx01", Optional.empty(), Node.Loader.FIRMWARE);
        desk = new BootDesk(Map.of(CARD, node), states, new DecideBoot(false, true));
        InstallTable installs = new InstallTable(database);
        SecureRandom random = new SecureRandom();
        keys = new LiveKeys(
                states,
                new Tokens(installs, random, InstantSource.system()),
                new HostKeys(installs, random, home.resolve("known_hosts"), Map.of("dgx01", "dgx01,10.0.0.1")));
        LiveDesk live = new LiveDesk(desk, table, addresses, disks, InstantSource.system(), Duration.ofSeconds(1));
        door = FrontDoor.open(
                new InetSocketAddress("127.0.0.1", 0), LiveRoutes.of(live, keys), new FrontDoor.Listener() {
                    @Override
                    public void answered(Access access) {
                        answered.add(access.toString());
                    }

                    @Override
                    public void failed(Problem problem) {
                        answered.add(problem.toString());
                    }
                });
    }

    /** A rule as the inventory has it. */
    static DiskRule rule(String written) {
        return ReadDiskRule.of(YamlReader.read("pod.yml", written), "dgx01", new ArrayList<>())
                .orElseThrow();
    }

    String url() {
        return "http://127.0.0.1:" + door.port();
    }

    /** Waits until something was asked for that contains this. */
    void await(String part) throws InterruptedException {
        while (true) {
            String next = answered.poll(30, TimeUnit.SECONDS);
            assertNotNull(next, "nobody asked for " + part);
            if (next.contains(part)) {
                return;
            }
        }
    }

    String lastCause() {
        return timeline.events("dgx01").getLast().cause();
    }

    @Override
    public void close() {
        door.close();
        database.close();
    }
}
