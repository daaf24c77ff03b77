package io.slipway.automation.module.packages;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Script;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that a node fetches with apt's own downloader. A user and a password in its address go by a file that only root reads, see
 * {@code apt_auth.conf(5)}, and so are in no list of processes.
 *
 * @param url without them
 * @param login a line of such a file, or nothing
 */
record AptDownload(String url, String login) {

    /** {@code _download FILE} fetches; it needs the {@link #set variables}, and a folder {@code $_work} for the file of passwords. */
    static final String FUNCTION = """
            _download() {
              _helper=$(command -v apt-helper) || _helper=/usr/lib/apt/apt-helper
              [ -z "$_login" ] || { (umask 077; printf '%s\\n' "$_login" >"$_work/login") || return 1; }
              "$_helper" $_options ${_login:+-o "Dir::Etc::netrc=$_work/login"} -o APT::Sandbox::User=root download-file "$_url" "$1"
            }
            """;

    private static final Pattern WITH_LOGIN = Pattern.compile("(https?)://([^/?#@:]*)(?::([^/?#]*))?@([^/?#@]*)(.*)");

    /** @throws ModuleFailure when apt could not be told the password */
    static AptDownload of(String address) {
        Matcher parts = WITH_LOGIN.matcher(address);
        if (!parts.matches()) {
            return new AptDownload(address, "");
        }
        String password = parts.group(3) == null ? "" : " password " + word(parts.group(3));
        String server = parts.group(1) + "://" + parts.group(4);
        return new AptDownload(
                server + parts.group(5), "machine " + server + " login " + word(parts.group(2)) + password);
    }

    private static String word(String encoded) {
        String word = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        if (word.isEmpty() || word.chars().anyMatch(c -> c <= ' ' || c == '"')) {
            throw new ModuleFailure("apt takes no user and no password that is empty or has a space or a quote in it");
        }
        return word;
    }

    /** @param options of apt, as words */
    Script set(Script script, String options) {
        return script.set("_url", url).set("_login", login).set("_options", options);
    }
}
