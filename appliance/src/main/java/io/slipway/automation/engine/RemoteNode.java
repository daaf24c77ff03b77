package io.slipway.automation.engine;

import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;
import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A host for one task: connected when the first script runs.
 *
 * @param environment exported to every script
 * @param limit how long one script may take; zero for as long as it likes
 * @param interpreter what runs modules in Python
 * @param asking who decides when a script runs
 */
record RemoteNode(
        RunContext run,
        Target target,
        @Nullable Become become,
        Map<String, String> environment,
        Map<String, @Nullable Object> facts,
        Duration limit,
        Optional<String> interpreter,
        Asking asking)
        implements Node {

    @Override
    public String name() {
        return target.name();
    }

    @Override
    public boolean local() {
        return target instanceof Target.Local;
    }

    @Override
    public Reply run(Script script) {
        return asking.ask(this, script);
    }

    /** Now. */
    Reply answer(Script script) {
        Exchange exchange = new Exchange(
                script.library(),
                exports() + script.text(),
                script.stdin(),
                become,
                sooner(script.timeout()),
                script.stdoutTo());
        Instant began = run.clock().instant();
        Reply reply = run.connector().connect(target).run(exchange);
        run.events()
                .tell(new RunEvent.Exchanged(
                        name(), way(), Duration.between(began, run.clock().instant())));
        return reply;
    }

    @Override
    public void reconnect() {
        run.connector().forget(target);
    }

    /** Whether another one's questions go the same way, as the same user, with the same environment. */
    boolean sameWay(RemoteNode other) {
        return target.equals(other.target)
                && Objects.equals(become, other.become)
                && environment.equals(other.environment)
                && limit.equals(other.limit);
    }

    private String way() {
        String login = switch (target) {
            case Target.Local here -> "local connection";
            case Target.Ssh ssh ->
                "SSH connection" + (ssh.user() == null ? "" : " as " + ssh.user()) + " to " + ssh.address()
                        + (ssh.port() == null ? "" : " port " + ssh.port());
        };
        return become == null ? login : login + ", " + become.method() + " to " + become.user();
    }

    private String exports() {
        StringBuilder text = new StringBuilder();
        environment.forEach((name, value) -> text.append("export ")
                .append(name)
                .append('=')
                .append(Script.quote(value))
                .append('\n'));
        return text.toString();
    }

    private Duration sooner(Duration own) {
        if (limit.isZero() || own.isZero()) {
            return limit.isZero() ? own : limit;
        }
        return own.compareTo(limit) < 0 ? own : limit;
    }
}
