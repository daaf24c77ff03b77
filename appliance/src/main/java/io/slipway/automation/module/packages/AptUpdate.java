package io.slipway.automation.module.packages;

import static io.slipway.automation.module.Option.Type.INT;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import java.util.List;

/** Fetches package lists on a node, and tries again when that fails, after waits that double. */
final class AptUpdate {

    static final List<Option> OPTIONS = List.of(
            Option.of("update_cache_retries", INT, "How often to try to read the lists")
                    .orElse(5L),
            Option.of("update_cache_retry_max_delay", INT, "The longest time between tries, in seconds")
                    .orElse(12L));

    /** {@code _update} leaves in {@code $_said} why it failed. It needs the {@link #settings}. */
    static final String FUNCTION = PackageTransaction.LOCKED + """
            _update() {
              _tries=0
              while :; do
                _said=$(_apt apt-get -q -o APT::Update::Error-Mode=any update 3>/dev/null 2>&1) && return 0
                _tries=$((_tries + 1))
                [ "$_tries" -lt "$_retries" ] || return 1
                _delay=$((1 << (_tries - 1)))
                [ "$_delay" -le "$_most" ] || _delay=$_most
                sleep "$_delay"
              done
            }
            """;

    private AptUpdate() {}

    /** @param lockTimeout in seconds */
    static Script settings(Script script, Arguments arguments, long lockTimeout) {
        return script.set("_retries", Long.toString(arguments.number("update_cache_retries")))
                .set("_most", Long.toString(arguments.number("update_cache_retry_max_delay")))
                .set("_timeout", Long.toString(lockTimeout));
    }
}
