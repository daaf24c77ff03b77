package io.slipway.netboot.live;

import io.slipway.common.Problem;
import io.slipway.common.state.InstallTable;
import io.slipway.netboot.boot.NodeState;
import io.slipway.netboot.boot.NodeStates;
import io.slipway.netboot.token.HostKeys;
import io.slipway.netboot.token.Tokens;
import io.slipway.netboot.token.Tokens.Purpose;
import io.slipway.netboot.token.Tokens.Shown;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Gives a node that runs from memory the key by which it is known over SSH: once in each boot, for the token of that boot. */
public final class LiveKeys {

    private static final Set<NodeState> FROM_MEMORY = EnumSet.of(NodeState.RESCUE, NodeState.WIPING);
    private static final String WHAT = "its host key";

    private final NodeStates states;
    private final Tokens tokens;
    private final HostKeys keys;

    public LiveKeys(NodeStates states, Tokens tokens, HostKeys keys) {
        this.states = states;
        this.tokens = tokens;
        this.keys = keys;
    }

    /**
     * A token for the boot that begins now.
     *
     * @param source from where the node asks
     */
    public String token(String node, String source) {
        return tokens.issue(Purpose.HOST_KEY, node, tokens.random(), source);
    }

    /**
     * The key, as a file.
     *
     * @throws LiveException when the token does not open it: whoever asks is not told why
     */
    String key(String node, String token, String source) {
        return switch (tokens.look(Purpose.HOST_KEY, token, source)) {
            case Shown.Refused(Optional<String> its, String reason) -> {
                its.ifPresent(known -> remarked(known, source, reason));
                throw refused();
            }
            case Shown.Good(InstallTable.Token its) -> {
                NodeState state = states.of(its.node());
                String secret = keys.of(its.node()).secret();
                if (!its.node().equals(node)) {
                    remarked(its.node(), source, node + " showed its token");
                } else if (!FROM_MEMORY.contains(state)) {
                    remarked(node, source, "the node is " + state);
                } else if (!tokens.use(its, WHAT)) {
                    remarked(node, source, "it was given out already");
                } else {
                    states.remarked(node, "its live system fetched " + WHAT);
                    yield secret;
                }
                throw refused();
            }
        };
    }

    private void remarked(String node, String source, String reason) {
        states.remarked(node, source + " asked for " + WHAT + ": refused: " + reason);
    }

    private static LiveException refused() {
        return new LiveException(Problem.of("refused").because("the token does not open it"));
    }
}
