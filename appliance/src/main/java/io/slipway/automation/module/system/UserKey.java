package io.slipway.automation.module.system;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Steps;
import java.util.List;

/** The SSH key that {@code user} can make for an account. */
final class UserKey {

    /** Tells of the key file, and of its public half. */
    static final String PROBE = """
            if [ -n "$_keyFile" ]; then
              case $_keyFile in
                /*) _key=$_keyFile ;;
                *) _key=$(getent -- passwd "$_user" 2>/dev/null | cut -d: -f6)/$_keyFile ;;
              esac
              tell keyPath "$_key"
              [ ! -e "$_key" ] || tell keyExists 1
              [ ! -e "$_key.pub" ] || { tell publicExists 1; ask public cat "$_key.pub"; }
              ask fingerprint ssh-keygen -l -f "$_key"
            fi
            """;

    private static final String GENERATE = """
            _entry=$(getent -- passwd "$_user") || return 1
            _uid=$(printf '%s' "$_entry" | cut -d: -f3); _gid=$(printf '%s' "$_entry" | cut -d: -f4)
            _home=$(printf '%s' "$_entry" | cut -d: -f6)
            case $_keyFile in /*) _key=$_keyFile ;; *) _key=$_home/$_keyFile ;; esac
            _dir=$(dirname -- "$_key")
            if [ ! -d "$_dir" ]; then
              mkdir -- "$_dir" && chmod 700 "$_dir" && chown "$_uid:$_gid" "$_dir" || return 1
            fi
            [ -n "$_comment" ] || _comment="ansible-generated on $(hostname)"
            rm -f -- "$_key" "$_key.pub" || return 1
            set -- -q -t "$_type" -C "$_comment" -f "$_key"
            [ "$_bits" -eq 0 ] || set -- "$@" -b "$_bits"
            if [ -z "$_phrase" ]; then
              ssh-keygen "$@" -N '' || return 1
            else
              _ask=$(mktemp) || return 1
              printf '%s\\n' '#!/bin/sh' 'printf "%s\\n" "$SLIPWAY_PHRASE"' >"$_ask" && chmod 700 "$_ask"
              SLIPWAY_PHRASE=$_phrase SSH_ASKPASS=$_ask SSH_ASKPASS_REQUIRE=force ssh-keygen "$@"
              _made=$?; rm -f -- "$_ask"; [ "$_made" -eq 0 ] || return 1
            fi
            chown "$_uid:$_gid" "$_key" "$_key.pub"
            """;

    private UserKey() {}

    /** The key's file, relative to the home directory unless it begins with a slash; empty when no key is asked for. */
    static String file(Arguments wanted) {
        return wanted.flag("generate_ssh_key")
                ? wanted.text("ssh_key_file").orElse(".ssh/id_" + wanted.string("ssh_key_type"))
                : "";
    }

    static void generate(Steps steps, Arguments wanted, UserState state) {
        boolean there = state.found().has("keyExists") || state.found().has("publicExists");
        if (!wanted.flag("generate_ssh_key") || (there && !wanted.flag("force"))) {
            return;
        }
        steps.script(Script.of(GENERATE)
                .set("_user", state.name())
                .set("_keyFile", file(wanted))
                .set("_type", wanted.string("ssh_key_type"))
                .set("_bits", Long.toString(wanted.number("ssh_key_bits")))
                .set("_comment", wanted.text("ssh_key_comment").orElse(""))
                .set("_phrase", wanted.text("ssh_key_passphrase").orElse("")));
    }

    static ModuleResult describe(ModuleResult result, Arguments wanted, UserState after) {
        ModuleResult described = result.with("ssh_key_file", after.found().text("keyPath"))
                .with("ssh_public_key", after.found().text("public"))
                .with("ssh_fingerprint", after.found().text("fingerprint"));
        return result.changed() || wanted.flag("force")
                ? described
                : described.with(
                        "warnings",
                        List.of("Found existing ssh key private file \""
                                + after.found().text("keyPath") + "\", no force, so skipping ssh-keygen generation"));
    }
}
