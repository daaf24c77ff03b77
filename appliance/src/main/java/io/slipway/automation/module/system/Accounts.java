package io.slipway.automation.module.system;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Script;

/** Entries of the user databases: fields between colons. */
final class Accounts {

    private Accounts() {}

    /** Refuses what would break a database line; other rules are the node's own. */
    static String name(String name, String what) {
        if (name.isEmpty() || name.indexOf(':') >= 0 || name.indexOf('\n') >= 0 || name.indexOf('/') >= 0) {
            throw new ModuleFailure("'" + name + "' cannot be the name of a " + what);
        }
        return name;
    }

    /** A command that prints an entry by name, from wherever the node looks. A name of digits would be taken for a number. */
    static String entry(String database, String name) {
        boolean digits = !name.isEmpty() && name.chars().allMatch(Character::isDigit);
        return digits ? localEntry(database, name) : "getent -- " + database + " " + Script.quote(name);
    }

    /** A command that prints an entry of {@code /etc}. */
    static String localEntry(String database, String name) {
        return "awk -F: -v n=" + Script.quote(name.replace("\\", "\\\\")) + " '$1 == n { print; exit }' /etc/"
                + database;
    }

    static String field(String entry, int index) {
        String[] fields = entry.split(":", -1);
        return index < fields.length ? fields[index] : "";
    }

    static long number(String entry, int index) {
        String field = field(entry, index);
        return field.matches("-?\\d{1,18}") ? Long.parseLong(field) : -1;
    }
}
