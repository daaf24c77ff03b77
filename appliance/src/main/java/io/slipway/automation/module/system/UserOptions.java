package io.slipway.automation.module.system;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.FLOAT;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What {@code user} takes, and what it says about doubtful values. */
final class UserOptions {

    static final ModuleSpec SPEC = ModuleSpec.of("user", "Creates, changes and removes users")
            .options(
                    Option.of("name", STRING, "The account").alias("user").mandatory(),
                    Option.of("state", STRING, "Whether it is to exist")
                            .oneOf("present", "absent")
                            .orElse("present"),
                    Option.of("uid", INT, "Its number"),
                    Option.of("non_unique", BOOL, "Whether the number may be in use already")
                            .orElse(false),
                    Option.of("group", STRING, "Its primary group"),
                    Option.of("groups", LIST, "Its other groups; an empty list for none"),
                    Option.of("append", BOOL, "Whether to keep groups that are not listed")
                            .orElse(false),
                    Option.of("comment", STRING, "The description (GECOS)"),
                    Option.of("home", PATH, "The home directory"),
                    Option.of("create_home", BOOL, "Whether to create the home directory")
                            .alias("createhome")
                            .orElse(true),
                    Option.of("move_home", BOOL, "Whether to move the old home directory to the new place")
                            .orElse(false),
                    Option.of("skeleton", STRING, "What to fill a new home directory from"),
                    Option.of("umask", STRING, "The umask for a new home directory"),
                    Option.of("shell", STRING, "The login shell"),
                    Option.of("password", STRING, "The password, hashed by crypt")
                            .secret(),
                    Option.of("update_password", STRING, "When to set the password")
                            .oneOf("always", "on_create")
                            .orElse("always"),
                    Option.of("password_lock", BOOL, "Whether to lock the password"),
                    Option.of("password_expire_max", INT, "After how many days the password must be changed"),
                    Option.of("password_expire_min", INT, "For how many days the password cannot be changed"),
                    Option.of("expires", FLOAT, "When the account ends, in seconds since 1970; -1 for never"),
                    Option.of("system", BOOL, "Whether a new account is a system account")
                            .orElse(false),
                    Option.of("local", BOOL, "Look only into /etc/passwd").orElse(false),
                    Option.of("seuser", STRING, "The SELinux user"),
                    Option.of("force", BOOL, "Remove even if logged in; overwrite keys")
                            .orElse(false),
                    Option.of("remove", BOOL, "Remove the home directory, too").orElse(false),
                    Option.of("generate_ssh_key", BOOL, "Whether to make an SSH key")
                            .orElse(false),
                    Option.of("ssh_key_bits", INT, "Its length; 0 for ssh-keygen's default")
                            .orElse(0L),
                    Option.of("ssh_key_type", STRING, "Its kind").orElse("rsa"),
                    Option.of("ssh_key_file", PATH, "Its file, relative to the home directory"),
                    Option.of("ssh_key_comment", STRING, "Its comment"),
                    Option.of("ssh_key_passphrase", STRING, "Its passphrase").secret())
            .build();

    private static final Set<String> DISABLED = Set.of("*", "!", "*************");
    private static final Pattern NOT_CRYPT = Pattern.compile("[^a-zA-Z0-9./=]");

    private UserOptions() {}

    static List<String> warnings(Arguments arguments) {
        List<String> warnings = new ArrayList<>();
        if (arguments.text("password").filter(UserOptions::seemsPlain).isPresent()) {
            warnings.add(
                    "The input password appears not to have been hashed. The 'password' argument must be encrypted for"
                            + " this module to work properly.");
        }
        if (arguments.flag("append") && !arguments.has("groups")) {
            warnings.add("'append' is set, but no 'groups' are specified. Use 'groups' for appending new groups.");
        }
        return warnings;
    }

    private static boolean seemsPlain(String password) {
        if (password.isEmpty() || DISABLED.contains(password)) {
            return false;
        }
        String[] fields = password.split("\\$", -1);
        if (password.matches("(?s).*[:*!].*") || fields.length < 3) {
            return true;
        }
        String hash = fields[fields.length - 1];
        int length = switch (fields[1]) {
            case "1" -> 22;
            case "5" -> 43;
            case "6" -> 86;
            default -> hash.length();
        };
        return NOT_CRYPT.matcher(hash).find() || hash.length() != length;
    }
}
