package io.slipway.lab;

import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.lab.Lab.LabNode;
import io.slipway.lab.engine.Engine;
import io.slipway.lab.engine.EngineException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/** A node is ready when its SSH server answers and systemd has started everything, since logins are refused until then. */
record AwaitSsh(Progress progress) implements AwaitNode {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int SSH = 22;
    private static final Set<String> ENDED = Set.of("exited", "dead", "gone");
    private static final Set<String> BOOTED = Set.of("running", "degraded");

    @Override
    public void ready(Engine engine, String container, LabNode node) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String state = "no SSH server answers";
        while (System.nanoTime() < deadline) {
            if (answers(node.address())) {
                state = systemd(engine, container);
                if (BOOTED.contains(state)) {
                    tellWhatFailed(engine, container, node, state);
                    return;
                }
            }
            refuseEnded(engine, container, node);
            pause();
        }
        throw new LabException(
                Problem.of("node " + node.name() + " did not get ready within " + PATIENCE.toSeconds() + " s")
                        .because(state + "\n" + engine.logTail(container, 10))
                        .hint("slipway lab up tries again; slipway lab down and up makes it anew"));
    }

    /** Whoever waits for one that is no longer there waits in vain. */
    private static void refuseEnded(Engine engine, String container, LabNode node) {
        String state = engine.containers().stream()
                .filter(its -> its.id().equals(container))
                .map(Engine.Container::state)
                .findFirst()
                .orElse("gone");
        if (ENDED.contains(state)) {
            throw new LabException(Problem.of("node " + node.name() + " ended as it booted")
                    .because(("its container is " + state + "\n" + engine.logTail(container, 10)).strip())
                    .hint(
                            "systemd ends so when this machine is out of inotify instances, which all nodes of all its labs"
                                    + " share: strike a lab that is not needed, or allow more:"
                                    + " sysctl -w fs.inotify.max_user_instances=1024"));
        }
    }

    private void tellWhatFailed(Engine engine, String container, LabNode node, String state) {
        if (state.equals("degraded")) {
            String failed = engine.exec(container, "systemctl", "--failed", "--plain", "--no-legend", "--no-pager");
            progress.note(node.name() + " has failed units: " + failed);
        }
    }

    /** What systemd says of itself: {@code starting}, {@code running}, {@code degraded} …, or why it says nothing. */
    static String systemd(Engine engine, String container) {
        try {
            return engine.exec(container, "systemctl", "is-system-running");
        } catch (EngineException e) {
            return e.problem().why();
        }
    }

    /** Whether an SSH server greets at this address. */
    static boolean answers(String address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, SSH), 2_000);
            socket.setSoTimeout(2_000);
            return new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII).equals("SSH-");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException(Problem.of("interrupted while a node was booting"), e);
        }
    }
}
