package io.slipway.automation.module.system;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Steps;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Works out the commands that make an account what is wanted. */
final class UserChange {

    /** For a home directory that {@code useradd} did not make, because the account is older or a parent was missing. */
    private static final String MAKE_HOME = """
            [ -e "$_home" ] && return 0
            _uid=$(getent -- passwd "$_user" | cut -d: -f3); _gid=$(getent -- passwd "$_user" | cut -d: -f4)
            _mask=$_umask
            [ -n "$_mask" ] || _mask=$(awk '$1 == "UMASK" { m = $2 } END { print m }' /etc/login.defs 2>/dev/null)
            mkdir -p -- "$(dirname -- "$_home")" || return 1
            if [ -d "$_skeleton" ]; then cp -R -P -p -- "$_skeleton" "$_home" || return 1; else mkdir -- "$_home" || return 1; fi
            chown -R -h -- "$_uid:$_gid" "$_home" || return 1
            chmod -- "$(printf '%o' $((0777 & ~0${_mask:-022})))" "$_home"
            """;

    private final Arguments wanted;
    private final UserState state;

    UserChange(Arguments wanted, UserState state) {
        this.wanted = wanted;
        this.state = state;
    }

    /** @param check whether groups may be missing, because an earlier task would have made them */
    Steps steps(boolean check) {
        Steps steps = new Steps();
        if (!check) {
            refuseMissingGroups();
        }
        if (state.exists()) {
            change(steps);
        } else {
            create(steps);
        }
        passwordAge(steps);
        UserKey.generate(steps, wanted, state);
        return steps;
    }

    private void refuseMissingGroups() {
        List<String> needed = new ArrayList<>(groups());
        wanted.text("group").ifPresent(needed::addFirst);
        for (String group : needed) {
            if (state.group(group).isEmpty()) {
                throw new ModuleFailure("Group " + group + " does not exist").with("name", state.name());
            }
        }
    }

    private Set<String> groups() {
        Set<String> groups = new LinkedHashSet<>(
                wanted.strings("groups").stream().map(String::strip).toList());
        groups.remove("");
        return groups;
    }

    private void create(Steps steps) {
        List<String> command = new ArrayList<>(List.of("useradd"));
        numbers(command, true);
        wanted.text("seuser").ifPresent(seuser -> command.addAll(List.of("-Z", seuser)));
        if (wanted.has("group")) {
            command.addAll(List.of("-g", wanted.string("group")));
        } else if (state.group(state.name()).isPresent()) {
            command.add("-N");
        }
        if (!groups().isEmpty()) {
            command.addAll(List.of("-G", String.join(",", groups())));
        }
        wanted.text("comment").ifPresent(comment -> command.addAll(List.of("-c", comment)));
        wanted.text("home").ifPresent(home -> command.addAll(List.of("-d", home)));
        wanted.text("shell").ifPresent(shell -> command.addAll(List.of("-s", shell)));
        if (wanted.has("expires")) {
            command.addAll(List.of("-e", expiry()));
        }
        boolean home = wanted.flag("create_home");
        wanted.text("home")
                .filter(path -> home)
                .ifPresent(path -> steps.script(
                        Script.of("mkdir -p -- \"$(dirname -- \"$_home\")\"").set("_home", path)));
        command.add(home ? "-m" : "-M");
        if (home) {
            wanted.text("skeleton").ifPresent(skeleton -> command.addAll(List.of("-k", skeleton)));
            wanted.text("umask").ifPresent(umask -> command.addAll(List.of("-K", "UMASK=" + umask)));
        }
        if (wanted.flag("system")) {
            command.add("-r");
        }
        command.addAll(List.of("--", state.name()));
        steps.run(command);
        password(steps);
    }

    private void change(Steps steps) {
        List<String> command = new ArrayList<>(List.of("usermod"));
        numbers(command, false);
        if (wanted.has("group")) {
            String gid =
                    state.group(wanted.string("group")).map(String::valueOf).orElse(wanted.string("group"));
            if (!gid.equals(Long.toString(state.gid()))) {
                command.addAll(List.of("-g", gid));
            }
        }
        changeGroups(command);
        differing(command, "comment", "-c", state.comment());
        differing(command, "home", "-d", state.home());
        if (command.contains("-d") && wanted.flag("move_home")) {
            command.add("-m");
        }
        differing(command, "shell", "-s", state.shell());
        if (wanted.has("expires") && expiryDay() != state.expires()) {
            command.addAll(List.of("-e", expiry()));
        }
        boolean newPassword = wanted.has("password")
                && wanted.string("update_password").equals("always")
                && !unlocked(state.password()).equals(unlocked(wanted.string("password")));
        boolean locked = state.password().startsWith("!");
        if (!newPassword
                && wanted.choice("password_lock").filter(lock -> lock != locked).isPresent()) {
            command.add(locked ? "-U" : "-L");
        }
        if (command.size() > 1) {
            command.addAll(List.of("--", state.name()));
            steps.run(command);
        }
        if (newPassword) {
            password(steps);
        }
        if (wanted.flag("create_home") && !state.homeExists()) {
            steps.script(Script.of(MAKE_HOME)
                    .set("_user", state.name())
                    .set("_home", wanted.text("home").orElse(state.home()))
                    .set(
                            "_umask",
                            wanted.text("umask")
                                    .filter(mask -> mask.matches("[0-7]{1,4}"))
                                    .orElse(""))
                    .set("_skeleton", wanted.text("skeleton").orElse("/etc/skel")));
        }
    }

    private void numbers(List<String> command, boolean isNew) {
        wanted.integer("uid").filter(uid -> isNew || uid != state.uid()).ifPresent(uid -> {
            command.addAll(List.of("-u", uid.toString()));
            if (wanted.flag("non_unique")) {
                command.add("-o");
            }
        });
    }

    private void changeGroups(List<String> command) {
        if (!wanted.has("groups")) {
            return;
        }
        Set<String> now = new LinkedHashSet<>(state.memberships());
        Set<String> then = groups();
        boolean append = wanted.flag("append");
        if (append ? now.containsAll(then) : now.equals(then)) {
            return;
        }
        if (append) {
            command.add("-a");
        }
        command.addAll(List.of("-G", String.join(",", then)));
    }

    private void differing(List<String> command, String option, String flag, String now) {
        wanted.text(option)
                .filter(value -> !value.equals(now))
                .ifPresent(value -> command.addAll(List.of(flag, value)));
    }

    /** The day, or -1 for never, as the shadow file counts. */
    private long expiryDay() {
        double seconds = wanted.real("expires");
        return seconds < 0 ? -1 : (long) Math.floor(seconds / 86_400);
    }

    private String expiry() {
        return expiryDay() < 0
                ? ""
                : LocalDate.ofInstant(Instant.ofEpochSecond(expiryDay() * 86_400), ZoneOffset.UTC)
                        .toString();
    }

    /** By {@code chpasswd} from its input: the hash never stands in a process list. */
    private void password(Steps steps) {
        if (!wanted.has("password")) {
            return;
        }
        String hash = wanted.string("password");
        if (hash.indexOf('\n') >= 0 || hash.indexOf(':') >= 0) {
            throw new ModuleFailure("the password's hash must not contain a line feed or a colon");
        }
        String locked = wanted.flag("password_lock") && !hash.startsWith("!") ? "!" + hash : hash;
        steps.feed(state.name() + ":" + locked + "\n", "chpasswd", "-e");
    }

    private static String unlocked(String hash) {
        return hash.replaceFirst("^!+", "");
    }

    private void passwordAge(Steps steps) {
        List<String> command = new ArrayList<>(List.of("chage"));
        wanted.integer("password_expire_min")
                .filter(days -> days != state.passwordAgeMin())
                .ifPresent(days -> command.addAll(List.of("-m", days.toString())));
        wanted.integer("password_expire_max")
                .filter(days -> days != state.passwordAgeMax())
                .ifPresent(days -> command.addAll(List.of("-M", days.toString())));
        if (command.size() > 1) {
            command.addAll(List.of("--", state.name()));
            steps.run(command);
        }
    }
}
