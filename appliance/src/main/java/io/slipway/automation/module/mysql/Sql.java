package io.slipway.automation.module.mysql;

import io.slipway.automation.module.ModuleFailure;
import java.util.Collection;
import java.util.stream.Collectors;

/** Values as statements hold them, for a session whose {@code sql_mode} is empty. */
final class Sql {

    private Sql() {}

    /** A literal that means exactly {@code value}. */
    static String text(String value) {
        StringBuilder literal = new StringBuilder("'");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\0' -> literal.append("\\0");
                case '\'' -> literal.append("\\'");
                case '\\' -> literal.append("\\\\");
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                case '\032' -> literal.append("\\Z");
                default -> literal.append(c);
            }
        }
        return literal.append('\'').toString();
    }

    static String texts(Collection<String> values) {
        return values.stream().map(Sql::text).collect(Collectors.joining(", "));
    }

    /** The name of a database, quoted unless it came so. */
    static String name(String value) {
        boolean quoted = value.length() > 2 && value.startsWith("`") && value.endsWith("`");
        return quoted ? value : "`" + value.replace("`", "``") + "`";
    }

    /** {@code 'user'@'host'}. */
    static String account(String user, String host) {
        return text(user) + "@" + text(host);
    }

    /**
     * A word that stands in a statement as it is, such as a privilege.
     *
     * @throws ModuleFailure if it could end the statement, or begin another one
     */
    static String plain(String kind, String value) {
        if (!value.matches("[\\p{L}\\p{N} _.,()`$-]+")) {
            throw new ModuleFailure(
                    "'" + value + "' cannot be " + kind + ": it holds a character that no such name has");
        }
        return value;
    }
}
