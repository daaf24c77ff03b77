package io.slipway.automation.module.packages;

import io.slipway.common.Problem;
import java.util.List;
import java.util.regex.Pattern;

/** What is behind a complaint of dnf, and what to do about it. */
record DnfTrouble(Pattern sign, String cause, String remedy) {

    private static final List<DnfTrouble> KNOWN = List.of(
            known(
                    "superuser privileges|must be run under the root|Permission denied",
                    "this needs root",
                    "set become: true"),
            known(
                    "(?i)no space left on device|needs .* (?:more space|MB) on the",
                    "a file system of the node is full",
                    "'df -h' on the node says which; 'dnf clean packages' and autoremove: true make room"),
            known(
                    "GPG check FAILED|is not signed|Public key for .* is not (?:installed|trusted)",
                    "the node does not have the key that signed the packages, or nobody signed them",
                    "give it with rpm_key, or as the repository's gpgkey; packages that you trust as they are take"
                            + " disable_gpg_check: true"),
            known(
                    "Could not resolve host|Failed to connect|Connection timed out|Cannot download repomd|Failed to download metadata",
                    "the node cannot reach a repository",
                    "have its repositories (yum_repository) name a mirror that it can reach; disablerepo leaves one out"),
            known(
                    "(?i)There are no enabled repositories|no enabled repos",
                    "the node has no repository",
                    "add one with yum_repository"),
            known(
                    "Unknown repo: '([^']*)'|No matching repo",
                    "a repository that is named does not exist on the node",
                    "'dnf repolist --all' there lists them"),
            known(
                    "conflicting requests|nothing provides",
                    "the packages do not fit together, or with what is installed",
                    "allowerasing: true lets others be removed, nobest: true takes older versions, skip_broken: true leaves"
                            + " them out"));

    private static DnfTrouble known(String sign, String cause, String remedy) {
        return new DnfTrouble(Pattern.compile(sign), cause, remedy);
    }

    static Problem of(String message, String said) {
        return KNOWN.stream()
                .filter(trouble -> trouble.sign.matcher(said).find())
                .findFirst()
                .map(trouble -> Problem.of(message).because(trouble.cause).hint(trouble.remedy))
                .orElse(Problem.of(message));
    }
}
