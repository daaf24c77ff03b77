package io.slipway.automation.engine;

import io.slipway.automation.module.JointLook;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.Script;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.TransportException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The rounds of a loop, which end one after the other. Where a module looks before it does anything, several rounds begin early, and what
 * they want to see is asked for in one exchange. What they have seen holds until one of them changes the node; the later ones look
 * again when their turn comes.
 *
 * <p>While rounds change something it does not pay to begin others early; as long as nothing changes, twice as many begin each time.
 */
final class LookAhead implements AutoCloseable {

    /** The most rounds of a host that are begun early. */
    static final int FARTHEST = 32;

    /** The most rounds of all hosts that are; each takes some memory. */
    private static final int OF_ALL = 4096;

    /** With one of these, a round needs its turn: it depends on time, or on another node. */
    private static final List<Keyword> IN_TURN =
            List.of(Keyword.DELEGATE_TO, Keyword.UNTIL, Keyword.ASYNC, Keyword.TIMEOUT);

    /** Does a round. */
    interface Work {
        HostTask.Begun begin(int index, Asking asking);
    }

    private final RunContext run;
    private final KnownHost host;
    private final int rounds;
    private final boolean allowed;
    private final Work work;
    private final Deque<EarlyRound> early = new ArrayDeque<>();

    LookAhead(RunContext run, TaskFrame frame, LoopControl control, KnownHost host, int rounds, Work work) {
        this.run = run;
        this.host = host;
        this.rounds = rounds;
        this.work = work;
        this.allowed = control.pause().isZero()
                && control.breakWhen() == null
                && run.options().unsaid().timeout().isEmpty()
                && IN_TURN.stream()
                        .allMatch(keyword ->
                                frame.task().context().nearest(keyword).isEmpty())
                && run.taskModules()
                        .find(frame.task())
                        .filter(Module::looksFirst)
                        .isPresent();
    }

    /** The next round, from its beginning or from where it waits, to its end. */
    HostTask.Begun round(int index) {
        if (early.isEmpty()) {
            beginFrom(index);
        }
        EarlyRound round = early.poll();
        if (round == null) {
            return alone(index);
        }
        if (round.tooEarly()) {
            round.withdraw();
            return alone(index);
        }
        HostTask.Begun done = round.end();
        learn(round.acted());
        return done;
    }

    private HostTask.Begun alone(int index) {
        AtomicBoolean acted = new AtomicBoolean();
        HostTask.Begun done = work.begin(index, (node, script) -> {
            acted.compareAndSet(false, !script.looks());
            return node.answer(script);
        });
        learn(acted.get());
        return done;
    }

    private void learn(boolean acted) {
        if (allowed) {
            host.foresight().updateAndGet(known -> acted ? 1 : Math.min(FARTHEST, 2 * known));
        }
        if (acted) {
            early.forEach(waiting -> waiting.know(null));
        }
    }

    private void beginFrom(int index) {
        int most = Math.min(host.foresight().get(), OF_ALL / run.options().forks());
        int end = allowed ? Math.min(rounds, index + most) : index;
        if (end - index < 2) {
            return;
        }
        for (int i = index; i < end && !run.interruption().requested(); i++) {
            int its = i;
            EarlyRound round = EarlyRound.begin(run, asking -> work.begin(its, asking));
            early.add(round);
            if (round.node().isPresent() && !round.mayLookEarly()) {
                break;
            }
        }
        ask(alike());
    }

    /** The rounds that go the same way as the first of them with a question of the same kind. */
    private List<EarlyRound> alike() {
        List<EarlyRound> alike = new ArrayList<>();
        for (EarlyRound round : early) {
            boolean looks = !round.tooEarly() && round.mayLookEarly();
            if (looks && (alike.isEmpty() || alike(round, alike.getFirst()))) {
                alike.add(round);
            }
        }
        return alike;
    }

    private static boolean alike(EarlyRound one, EarlyRound other) {
        return one.node().orElseThrow().sameWay(other.node().orElseThrow())
                && one.look().map(Script::library).equals(other.look().map(Script::library));
    }

    /** Without an answer each asks for itself when its turn comes, but the first is told at once that there is no way to the node. */
    private void ask(List<EarlyRound> waiting) {
        if (waiting.size() < 2) {
            return;
        }
        byte[] bits = new byte[16];
        run.random().nextBytes(bits);
        List<Script> looks =
                waiting.stream().map(EarlyRound::look).flatMap(Optional::stream).toList();
        JointLook joint = new JointLook(looks, "~" + HexFormat.of().formatHex(bits));
        List<Optional<Reply>> answers;
        try {
            answers = joint.answers(waiting.getFirst().node().orElseThrow().answer(joint.script()));
        } catch (TransportException e) {
            answers = List.of();
            if (e.kind() != TransportException.Kind.GIVEN_UP) {
                waiting.getFirst().fail(e);
            }
        }
        for (int i = 0; i < answers.size(); i++) {
            waiting.get(i).know(answers.get(i).orElse(null));
        }
    }

    /** Ends what has begun early and will have no turn. */
    @Override
    public void close() {
        early.forEach(EarlyRound::withdraw);
        early.clear();
    }
}
