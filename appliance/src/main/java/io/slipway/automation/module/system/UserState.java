package io.slipway.automation.module.system;

import io.slipway.automation.module.shell.Found;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An account as a probe found it. */
record UserState(String name, Found found) {

    private String entry() {
        return found.text("user");
    }

    boolean exists() {
        return !entry().isEmpty();
    }

    long uid() {
        return Accounts.number(entry(), 2);
    }

    long gid() {
        return Accounts.number(entry(), 3);
    }

    String comment() {
        return Accounts.field(entry(), 4);
    }

    String home() {
        return Accounts.field(entry(), 5);
    }

    String shell() {
        return Accounts.field(entry(), 6);
    }

    boolean homeExists() {
        return found.has("homeExists");
    }

    /** The hash in the shadow file; empty when there is none, or it isn't ours to see. */
    String password() {
        return Accounts.field(found.text("shadow"), 1);
    }

    /** The day the account ends, counted from 1970; -1 for never. */
    long expires() {
        return Accounts.number(found.text("shadow"), 7);
    }

    long passwordAgeMin() {
        return Accounts.number(found.text("shadow"), 3);
    }

    long passwordAgeMax() {
        return Accounts.number(found.text("shadow"), 4);
    }

    /** The number of a group given by number or name, if there is such a group. */
    Optional<Long> group(String nameOrNumber) {
        List<String> entries = new ArrayList<>(found.lines("groups"));
        found.some("group " + nameOrNumber).ifPresent(entries::add);
        return entries.stream()
                .filter(entry -> Accounts.field(entry, 2).equals(nameOrNumber)
                        || Accounts.field(entry, 0).equals(nameOrNumber))
                .map(entry -> Accounts.number(entry, 2))
                .findFirst();
    }

    /** The groups that list the account as a member. */
    List<String> memberships() {
        return found.lines("groups").stream()
                .filter(entry ->
                        Arrays.asList(Accounts.field(entry, 3).split(",")).contains(name))
                .map(entry -> Accounts.field(entry, 0))
                .toList();
    }
}
