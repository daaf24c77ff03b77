package io.slipway.automation.playbook;

import static io.slipway.automation.playbook.Keyword.Place.BLOCK;
import static io.slipway.automation.playbook.Keyword.Place.HANDLER;
import static io.slipway.automation.playbook.Keyword.Place.PLAY;
import static io.slipway.automation.playbook.Keyword.Place.ROLE;
import static io.slipway.automation.playbook.Keyword.Place.TASK;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Every keyword of the playbook language, and where it may stand (Ansible's "Playbook Keywords" page). */
public enum Keyword {
    ANY_ERRORS_FATAL(PLAY, ROLE, BLOCK, TASK),
    BECOME(PLAY, ROLE, BLOCK, TASK),
    BECOME_EXE(PLAY, ROLE, BLOCK, TASK),
    BECOME_FLAGS(PLAY, ROLE, BLOCK, TASK),
    BECOME_METHOD(PLAY, ROLE, BLOCK, TASK),
    BECOME_USER(PLAY, ROLE, BLOCK, TASK),
    CHECK_MODE(PLAY, ROLE, BLOCK, TASK),
    COLLECTIONS(PLAY, ROLE, BLOCK, TASK),
    CONNECTION(PLAY, ROLE, BLOCK, TASK),
    DEBUGGER(PLAY, ROLE, BLOCK, TASK),
    DIFF(PLAY, ROLE, BLOCK, TASK),
    ENVIRONMENT(PLAY, ROLE, BLOCK, TASK),
    IGNORE_ERRORS(PLAY, ROLE, BLOCK, TASK),
    IGNORE_UNREACHABLE(PLAY, ROLE, BLOCK, TASK),
    MODULE_DEFAULTS(PLAY, ROLE, BLOCK, TASK),
    NAME(PLAY, ROLE, BLOCK, TASK),
    NO_LOG(PLAY, ROLE, BLOCK, TASK),
    PORT(PLAY, ROLE, BLOCK, TASK),
    REMOTE_USER(PLAY, ROLE, BLOCK, TASK),
    RUN_ONCE(PLAY, ROLE, BLOCK, TASK),
    TAGS(PLAY, ROLE, BLOCK, TASK),
    THROTTLE(PLAY, ROLE, BLOCK, TASK),
    TIMEOUT(PLAY, ROLE, BLOCK, TASK),
    VARS(PLAY, ROLE, BLOCK, TASK),

    WHEN(ROLE, BLOCK, TASK),
    DELEGATE_TO(ROLE, BLOCK, TASK),
    DELEGATE_FACTS(ROLE, BLOCK, TASK),

    FACT_PATH(PLAY),
    FORCE_HANDLERS(PLAY),
    GATHER_FACTS(PLAY),
    GATHER_SUBSET(PLAY),
    GATHER_TIMEOUT(PLAY),
    HANDLERS(PLAY),
    HOSTS(PLAY),
    MAX_FAIL_PERCENTAGE(PLAY),
    ORDER(PLAY),
    POST_TASKS(PLAY),
    PRE_TASKS(PLAY),
    ROLES(PLAY),
    SERIAL(PLAY),
    STRATEGY(PLAY),
    TASKS(PLAY),
    VARS_FILES(PLAY),
    VARS_PROMPT(PLAY),

    ALWAYS(BLOCK),
    RESCUE(BLOCK),
    // the list itself, not the place
    BLOCK_(Place.BLOCK),

    NOTIFY(BLOCK, TASK),
    ACTION(TASK),
    ARGS(TASK),
    ASYNC(TASK),
    CHANGED_WHEN(TASK),
    DELAY(TASK),
    FAILED_WHEN(TASK),
    LOCAL_ACTION(TASK),
    LOOP(TASK),
    LOOP_CONTROL(TASK),
    POLL(TASK),
    REGISTER(TASK),
    RETRIES(TASK),
    UNTIL(TASK),

    LISTEN(HANDLER);

    /** Where a keyword can stand. Whatever a task takes, a handler takes too. */
    public enum Place {
        PLAY,
        ROLE,
        BLOCK,
        TASK,
        HANDLER
    }

    private final List<Place> places;

    Keyword(Place... places) {
        this.places = List.of(places);
    }

    /** As it is written in YAML. */
    public String yaml() {
        return this == BLOCK_ ? "block" : name().toLowerCase(Locale.ROOT);
    }

    public boolean allowedIn(Place place) {
        return places.contains(place) || (place == HANDLER && places.contains(TASK));
    }

    public static Optional<Keyword> of(String yaml) {
        return Arrays.stream(values()).filter(k -> k.yaml().equals(yaml)).findFirst();
    }
}
