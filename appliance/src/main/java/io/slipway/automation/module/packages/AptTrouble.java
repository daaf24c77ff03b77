package io.slipway.automation.module.packages;

import io.slipway.common.Problem;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is behind a complaint of apt or dpkg, and what to do about it.
 *
 * @param sign what apt prints; its groups stand in the texts as {@code $1}
 */
record AptTrouble(Pattern sign, String cause, String remedy) {

    private static final List<AptTrouble> KNOWN = List.of(
            known(
                    "held by process (\\d+) \\(([^)]*)\\)",
                    "process $1 ($2) on the node holds the lock",
                    "wait for it with a longer lock_timeout, or end it: systemctl stop apt-daily.service"
                            + " apt-daily-upgrade.service unattended-upgrades.service"),
            known("are you root\\?|Permission denied\\)|requires superuser", "this needs root", "set become: true"),
            known(
                    "Could not get lock (\\S+?)[.,]? |Unable to acquire the dpkg frontend lock|frontend is locked",
                    "another package manager is at work on the node",
                    "wait for it with a longer lock_timeout; 'fuser -v /var/lib/dpkg/lock-frontend' names it"),
            known(
                    "(?:Type '[^']*' is not known on|Malformed) (?:line|entry|stanza) (\\d+) in (?:source |list )(?:list |file )?(\\S+)",
                    "line $1 of $2 is no source that apt understands, and apt does nothing until it is mended",
                    "mend or remove it: apt_repository or deb822_repository, or file: {path: $2, state: absent}"),
            known(
                    "(?i)no space left on device|You don't have enough free space in (\\S+?)\\.?\\s",
                    "a file system of the node is full",
                    "'df -h / /var /usr /boot' on the node says which; apt: {clean: true} and apt: {autoremove: true}"
                            + " make room"),
            known(
                    "Read-only file system",
                    "a file system of the node is mounted read-only",
                    "'dmesg' on the node says whether it had errors; 'mount -o remount,rw' undoes it"),
            known(
                    "(?:NO_PUBKEY|Missing key) ([0-9A-F]{8,40})",
                    "the node does not have the key $1 that signed the repository",
                    "give it: deb822_repository with signed_by, or apt_key"),
            known(
                    "The repository '([^']*)' is not signed",
                    "the repository $1 is not signed",
                    "serve it signed, as Slipway's mirror does; a repository that you trust as it is takes"
                            + " [trusted=yes], or deb822_repository: {trusted: true}"),
            known(
                    "The repository '([^']*)' (?:does not have|no longer has) a Release file",
                    "the server is there, but it has no repository $1",
                    "look at the address and the suite; for a mirror of Slipway's, 'slipway check' says what it holds"),
            known(
                    "(?i)EXPKEYSIG|KEYEXPIRED",
                    "the key that signed the repository has expired",
                    "give the node the repository's new key"),
            known(
                    "BADSIG|signatures were invalid|signature verification failed",
                    "the repository's signature is wrong",
                    "somebody or something changed the lists on their way: look at proxies, and whether the mirror is whole"),
            known(
                    "unauthenticated packages",
                    "nobody signed where these packages come from",
                    "give the node the repository's key; or, for packages that you trust as they are, allow_unauthenticated: true"),
            known(
                    "is not valid yet|is expired since|Release file .* expired",
                    "the repository's lists are not of the time that the node's clock shows",
                    "set the clock (chrony, timedatectl); a mirror that is frozen on purpose takes check_valid_until: false"),
            known(
                    "(?:Could not resolve|Temporary failure resolving) '([^']*)'",
                    "the node cannot resolve the name $1",
                    "have its sources name a mirror that it can reach, or mend its DNS (/etc/resolv.conf)"),
            known(
                    "Could not connect to (\\S+)",
                    "the node cannot reach $1",
                    "have its sources name a mirror that it can reach; a proxy goes into environment: {http_proxy: …}"),
            known(
                    "(?i)network is unreachable|no route to host|connection timed out|connection refused",
                    "the node cannot reach the repository",
                    "have its sources name a mirror that it can reach; a proxy goes into environment: {http_proxy: …}"),
            known(
                    "certificate verification failed|certificate is NOT trusted|No system certificates available",
                    "the node does not trust the mirror's certificate",
                    "install ca-certificates and the pod's authority on the node, or use http: the lists are signed anyway"),
            known(
                    "(?:Release|Packages|Sources) +(?:404 +Not Found|File not found - )",
                    "one of the node's sources leads nowhere",
                    "look at its address and suite in /etc/apt/sources.list and sources.list.d; a source that is no more goes by"
                            + " apt_repository: {state: absent}"),
            known(
                    "404 +Not Found|File not found - ",
                    "the package lists name a file that the mirror does not have any more",
                    "fetch them again: update_cache: true"),
            known(
                    "Hash Sum mismatch|File has unexpected size",
                    "what came is not what the lists promise",
                    "the mirror is being changed, or a proxy holds old files: fetch the lists again with update_cache: true"),
            known(
                    "is not a Debian format archive|unexpected end of file",
                    "the file is no package, or only a part of one",
                    "'file' on the node says what it is: an error page of a server, or a download that broke off?"),
            known(
                    "Held packages were changed",
                    "a package is on hold",
                    "take the hold off with dpkg_selections, or set allow_change_held_packages: true"),
            known(
                    "Packages were downgraded",
                    "a newer version is installed",
                    "set allow_downgrade: true to have the older one"),
            known(
                    "Essential packages were removed",
                    "this would remove packages that the node cannot do without",
                    "look at what apt prints; force: true does it nevertheless"),
            known(
                    "Packages need to be removed but remove is disabled",
                    "this would remove packages",
                    "set fail_on_autoremove: false to have them removed"),
            known(
                    "nmet dependencies|held broken packages",
                    "the packages do not fit together, or with what is installed",
                    "apt prints which; apt: {state: fixed} mends what is half installed, and update_cache: true fetches"
                            + " newer lists"),
            known(
                    "package (\\S+) \\(--(remove|purge)\\):\\s+installed \\S+ package (\\S+) script \\S+ returned error exit status"
                            + " (\\d+)",
                    "the $3 script of the package $1 ended with exit status $4, and the package stays",
                    "what it printed is in stdout; mend /var/lib/dpkg/info/$1.prerm or what it complains of, and run this again"),
            known(
                    "package (\\S+) \\(--configure\\):\\s+installed \\S+ package (\\S+) script \\S+ returned error exit status (\\d+)",
                    "the $2 script of the package $1 ended with exit status $3",
                    "what it printed is in stdout; 'dpkg --configure $1' on the node tries again, and apt: {name: $1, state: absent}"
                            + " takes it away"),
            known(
                    "Errors were encountered while processing:\\s+(\\S+)",
                    "the package $1 failed in a script of its own",
                    "what it printed is in stdout; 'dpkg --configure $1' on the node tries again"));

    private static AptTrouble known(String sign, String cause, String remedy) {
        return new AptTrouble(Pattern.compile(sign), cause, remedy);
    }

    /**
     * @param message what is told first
     * @param said all that apt printed
     */
    static Problem of(String message, String said) {
        for (AptTrouble trouble : KNOWN) {
            Matcher found = trouble.sign.matcher(said);
            if (found.find()) {
                return Problem.of(message).because(filled(trouble.cause, found)).hint(filled(trouble.remedy, found));
            }
        }
        return Problem.of(message);
    }

    private static String filled(String text, Matcher found) {
        String filled = text;
        for (int i = 1; i <= found.groupCount(); i++) {
            String group = found.group(i);
            filled = filled.replace("$" + i, group == null ? "it" : group);
        }
        return filled;
    }
}
