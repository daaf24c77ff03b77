package io.slipway.automation.module.system;

import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.shell.Found;
import java.util.List;

/** What {@code wait_for} looks at. */
sealed interface Look permits Look.PathLook, Look.PortLook, Connections {

    /**
     * @param asWanted whether the port or file is in the state that is waited for
     * @param text what it holds or sends, if that matters
     */
    record Seen(boolean asWanted, String text) {}

    Seen now(Node node);

    /** Whether what it holds or sends matters. */
    boolean reads();

    /** What to say when the time is up. */
    String timeout(ModuleCall call);

    static Look of(ModuleCall call) {
        boolean search = call.arguments().has("search_regex");
        boolean gone = List.of("absent", "stopped").contains(call.string("state"));
        if (call.arguments().has("path")) {
            return new PathLook(call.string("path"), gone, search && !gone);
        }
        if (call.string("state").equals("drained")) {
            return new Connections(
                    call.string("host"),
                    call.arguments().number("port"),
                    call.arguments().strings("active_connection_states"),
                    call.arguments().strings("exclude_hosts"));
        }
        return new PortLook(
                call.string("host"),
                call.arguments().number("port"),
                call.arguments().number("connect_timeout"),
                gone,
                search && !gone);
    }

    /** A file. */
    record PathLook(String path, boolean gone, boolean reads) implements Look {

        private static final String SCRIPT = """
                if [ -e "$_path" ]; then
                  tell there 1
                  [ -z "$_read" ] || { printf 'text\\000'; cat -- "$_path" 2>/dev/null | tr -d '\\000'; printf '\\000'; }
                elif _error=$(ls -d -- "$_path" 2>&1); then :
                else case $_error in *'No such file'*) ;; *) tell error "${_error##*: }" ;; esac; fi
                exit 0
                """;

        @Override
        public Seen now(Node node) {
            Found found =
                    Found.ask(node, Found.constant(SCRIPT).set("_path", path).set("_read", reads ? "1" : ""));
            if (found.has("error") && !gone) {
                throw new ModuleFailure("Failed to stat " + path + ", " + found.text("error"));
            }
            return new Seen(found.has("there") != gone, found.texts().getOrDefault("text", ""));
        }

        @Override
        public String timeout(ModuleCall call) {
            if (gone) {
                return "Timeout when waiting for " + path + " to be absent.";
            }
            return reads
                    ? "Timeout when waiting for search string " + call.string("search_regex") + " in " + path
                    : "Timeout when waiting for file " + path;
        }
    }

    /** A TCP port that takes connections, or does not. What it sends first is read until it falls silent for a second. */
    record PortLook(String host, long port, long timeout, boolean gone, boolean reads) implements Look {

        private static final String SCRIPT = """
                _within() { if command -v timeout >/dev/null 2>&1; then timeout "$@"; else shift; "$@"; fi; }
                if command -v bash >/dev/null 2>&1; then
                  if [ -n "$_read" ]; then
                    _text=$(_within "$((_seconds + 10))" bash -c 'exec 3<>"/dev/tcp/$0/$1" || exit 9
                      while IFS= read -r -t 1 l <&3; do printf "%s\\n" "$l"; done; printf "%s" "$l"' "$_host" "$_port" 2>/dev/null </dev/null)
                    [ $? -eq 9 ] || { tell open 1; tell text "$_text"; }
                  elif _within "$_seconds" bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$_host" "$_port" 2>/dev/null </dev/null; then
                    tell open 1
                  fi
                elif command -v nc >/dev/null 2>&1; then
                  if [ -n "$_read" ]; then
                    _text=$(nc -w "$_seconds" "$_host" "$_port" </dev/null 2>/dev/null) && { tell open 1; tell text "$_text"; }
                  elif nc -z -w "$_seconds" "$_host" "$_port" </dev/null >/dev/null 2>&1; then tell open 1; fi
                else
                  tell tool none
                fi
                exit 0
                """;

        @Override
        public Seen now(Node node) {
            Found found = Found.ask(
                    node,
                    Found.constant(SCRIPT)
                            .set("_host", host)
                            .set("_port", Long.toString(port))
                            .set("_seconds", Long.toString(Math.max(1, timeout)))
                            .set("_read", reads ? "1" : ""));
            if (found.has("tool")) {
                throw new ModuleFailure("the node has neither bash nor nc to try a port with");
            }
            return new Seen(found.has("open") != gone, found.texts().getOrDefault("text", ""));
        }

        @Override
        public String timeout(ModuleCall call) {
            String place = host + ":" + port;
            if (gone) {
                return "Timeout when waiting for " + place + " to stop.";
            }
            return reads
                    ? "Timeout when waiting for search string " + call.string("search_regex") + " in " + place
                    : "Timeout when waiting for " + place;
        }
    }
}
