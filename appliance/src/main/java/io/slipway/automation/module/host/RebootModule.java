package io.slipway.automation.module.host;

import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.Waiting;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code reboot}: restarts a node, and waits until it has another boot id and answers. */
final class RebootModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("reboot", "Restarts a node and waits until it is back")
            .options(
                    Option.of("pre_reboot_delay", INT, "Seconds before it restarts; rounded down to minutes")
                            .alias("pre_reboot_delay_sec")
                            .orElse(0L),
                    Option.of("post_reboot_delay", INT, "Seconds before the first look whether it is back")
                            .alias("post_reboot_delay_sec")
                            .orElse(0L),
                    Option.of("reboot_timeout", INT, "Seconds for it to be back, and again for the test to succeed")
                            .alias("reboot_timeout_sec")
                            .orElse(600L),
                    Option.of("connect_timeout", INT, "Seconds that one look may take")
                            .alias("connect_timeout_sec"),
                    Option.of("test_command", STRING, "What must succeed on the node that is back")
                            .orElse("whoami"),
                    Option.of("msg", STRING, "What users of the node are told").orElse("Reboot initiated by Ansible"),
                    Option.of("search_paths", LIST, "Where shutdown is looked for")
                            .orElse(List.of("/sbin", "/bin", "/usr/sbin", "/usr/bin", "/usr/local/sbin")),
                    Option.of("boot_time_command", STRING, "What prints something that is another after a restart")
                            .orElse("cat /proc/sys/kernel/random/boot_id"),
                    Option.of("reboot_command", STRING, "What restarts the node, instead of shutdown"))
            .build();

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(12);

    /** How long a command that never comes back is waited for. */
    private static final Duration USUAL_LOOK = Duration.ofSeconds(15);

    private final Waiting waiting;

    RebootModule(Waiting waiting) {
        this.waiting = waiting;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        if (call.node().local()) {
            throw new ModuleFailure("Running reboot with local connection would reboot the control node.")
                    .with("rebooted", false)
                    .with("elapsed", 0L);
        }
        if (call.check()) {
            return ModuleResult.changed(true).with("rebooted", true).with("elapsed", 0L);
        }
        Arguments a = call.arguments();
        Instant start = waiting.now();
        String before =
                call.node().run(Script.of(a.string("boot_time_command"))).out().strip();
        if (before.isEmpty()) {
            throw failed("the boot_time_command says nothing on the node", start, false);
        }
        restart(call, start);
        waiting.sleep(Duration.ofSeconds(Math.max(0, a.number("post_reboot_delay"))));
        await(call, a.string("boot_time_command"), "last boot time check", start, reply -> {
            String now = reply.out().strip();
            return reply.ok() && !now.isEmpty() && !now.equals(before);
        });
        await(call, a.string("test_command"), "post-reboot test command", start, Reply::ok);
        return ModuleResult.changed(true).with("rebooted", true).with("elapsed", waiting.since(start));
    }

    /** A node that goes down at once may not say so any more. */
    private void restart(ModuleCall call, Instant start) {
        Arguments a = call.arguments();
        long minutes = Math.max(0, a.number("pre_reboot_delay")) / 60;
        Script script = a.text("reboot_command")
                .map(Script::of)
                .orElseGet(() -> Script.of("""
                                for folder in %s; do if [ -x "$folder/shutdown" ]; then exec "$folder/shutdown" -r "$minutes" "$msg"; fi; done
                                echo "Unable to find command shutdown in search paths: %s" >&2
                                exit 127
                                """.formatted(
                                Script.words(a.strings("search_paths")),
                                String.join(", ", a.strings("search_paths")).replaceAll("[\"$`\\\\]", "")))
                        .set("minutes", Long.toString(minutes))
                        .set("msg", a.string("msg")));
        try {
            Reply reply = call.node().run(script.within(Duration.ofSeconds(60)));
            if (!reply.ok() && reply.exitCode() < 128) {
                throw failed(
                        "Reboot command failed. Error was: '" + reply.out().strip() + ", "
                                + reply.err().strip() + "'",
                        start,
                        false);
            }
        } catch (TransportException e) {
            if (e.kind() != TransportException.Kind.LOST && e.kind() != TransportException.Kind.TIMED_OUT) {
                throw e;
            }
            call.node().reconnect();
        }
        waiting.sleep(Duration.ofMinutes(minutes));
    }

    /** When a node is back. */
    private interface Back {
        boolean is(Reply reply);
    }

    private void await(ModuleCall call, String command, String what, Instant start, Back back) {
        long timeout = call.arguments().number("reboot_timeout");
        Instant end = waiting.now().plusSeconds(timeout);
        Duration look = call.arguments()
                .integer("connect_timeout")
                .map(seconds -> Duration.ofSeconds(Math.max(1, seconds)))
                .orElse(USUAL_LOOK);
        Duration pause = Duration.ofSeconds(1);
        while (true) {
            Optional<String> trouble = trouble(call, Script.of(command).within(look), back);
            if (trouble.isEmpty()) {
                return;
            }
            if (!waiting.now().isBefore(end)) {
                throw failed(
                        "Timed out waiting for " + what + " (timeout=" + timeout + "): " + trouble.get(), start, true);
            }
            waiting.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private static Optional<String> trouble(ModuleCall call, Script script, Back back) {
        try {
            call.node().reconnect();
            Reply reply = call.node().run(script);
            return back.is(reply)
                    ? Optional.empty()
                    : Optional.of("the node answers " + (reply.ok() ? "as before" : "with status " + reply.exitCode())
                            + ": " + (reply.out() + reply.err()).strip());
        } catch (TransportException down) {
            return Optional.of(String.valueOf(down.getMessage()));
        }
    }

    private ModuleFailure failed(String message, Instant start, boolean rebooted) {
        return new ModuleFailure(message).with("rebooted", rebooted).with("elapsed", waiting.since(start));
    }
}
