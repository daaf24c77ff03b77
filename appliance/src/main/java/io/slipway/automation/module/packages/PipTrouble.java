package io.slipway.automation.module.packages;

import io.slipway.common.Problem;
import java.util.List;
import java.util.regex.Pattern;

/** What is behind a complaint of pip, and what to do about it. */
record PipTrouble(Pattern sign, String cause, String remedy) {

    private static final List<PipTrouble> KNOWN = List.of(
            known(
                    "externally-managed-environment",
                    "the node's Python belongs to its distribution (PEP 668)",
                    "install into a virtualenv, or set break_system_packages: true"),
            known(
                    "ensurepip is not available",
                    "the node's Python cannot make virtual environments",
                    "install python3-venv with the module package"),
            known(
                    "(?i)Temporary failure in name resolution|NewConnectionError|Network is unreachable|ConnectTimeoutError|Max retries exceeded",
                    "the node cannot reach the package index",
                    "name the pod's mirror: extra_args: --index-url ADDRESS, or PIP_INDEX_URL in environment; or"
                            + " extra_args: --no-index --find-links FOLDER"),
            known(
                    "No matching distribution found for (\\S+)",
                    "the package index has no such package or version",
                    "is the name right, and does the mirror hold it?"),
            known(
                    "(?i)CERTIFICATE_VERIFY_FAILED",
                    "the node's Python does not trust the index's certificate",
                    "name the pod's authority: extra_args: --cert FILE"),
            known(
                    "(?i)no space left on device",
                    "a file system of the node is full",
                    "'df -h / /tmp' there says which"),
            known(
                    "Permission denied",
                    "the user may not write there",
                    "set become: true, or install into a virtualenv"));

    private static PipTrouble known(String sign, String cause, String remedy) {
        return new PipTrouble(Pattern.compile(sign), cause, remedy);
    }

    static Problem of(String message, String said) {
        return KNOWN.stream()
                .filter(trouble -> trouble.sign.matcher(said).find())
                .findFirst()
                .map(trouble -> Problem.of(message).because(trouble.cause).hint(trouble.remedy))
                .orElse(Problem.of(message));
    }
}
