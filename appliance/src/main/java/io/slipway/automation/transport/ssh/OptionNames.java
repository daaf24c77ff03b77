package io.slipway.automation.transport.ssh;

import io.slipway.common.NearMiss;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The options of ssh_config(5), OpenSSH 9. Some decide where a connection goes, how the host is checked and who logs in; the others only
 * tune ssh's own machinery, or belong to terminals and forwardings: they are understood and have no effect.
 */
final class OptionNames {

    private static final List<String> HONOURED = List.of(
            "AddressFamily",
            "BatchMode",
            "BindAddress",
            "CertificateFile",
            "ConnectTimeout",
            "GlobalKnownHostsFile",
            "HostKeyAlias",
            "HostName",
            "IdentitiesOnly",
            "IdentityAgent",
            "IdentityFile",
            "KbdInteractiveAuthentication",
            "PasswordAuthentication",
            "Port",
            "PreferredAuthentications",
            "ProxyCommand",
            "ProxyJump",
            "PubkeyAuthentication",
            "RevokedHostKeys",
            "ServerAliveCountMax",
            "ServerAliveInterval",
            "StrictHostKeyChecking",
            "Tag",
            "User",
            "UserKnownHostsFile");

    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "addkeystoagent",
            "afstokenpassing",
            "canonicaldomains",
            "canonicalizefallbacklocal",
            "canonicalizehostname",
            "canonicalizemaxdots",
            "canonicalizepermittedcnames",
            "casignaturealgorithms",
            "channeltimeout",
            "checkhostip",
            "cipher",
            "ciphers",
            "clearallforwardings",
            "compression",
            "compressionlevel",
            "connectionattempts",
            "controlmaster",
            "controlpath",
            "controlpersist",
            "dsaauthentication",
            "dynamicforward",
            "enableescapecommandline",
            "enablesshkeysign",
            "escapechar",
            "exitonforwardfailure",
            "fallbacktorsh",
            "fingerprinthash",
            "forkafterauthentication",
            "forwardagent",
            "forwardx11",
            "forwardx11timeout",
            "forwardx11trusted",
            "gatewayports",
            "globalknownhostsfile2",
            "gssapiauthentication",
            "gssapiclientidentity",
            "gssapidelegatecredentials",
            "gssapikexalgorithms",
            "gssapikeyexchange",
            "gssapirenewalforcesrekey",
            "gssapiserveridentity",
            "gssapitrustdns",
            "hashknownhosts",
            "hostbasedacceptedalgorithms",
            "hostbasedauthentication",
            "hostbasedkeytypes",
            "hostkeyalgorithms",
            "ignoreunknown",
            "ipqos",
            "kbdinteractivedevices",
            "kexalgorithms",
            "knownhostscommand",
            "localcommand",
            "localforward",
            "loglevel",
            "logverbose",
            "macs",
            "nohostauthenticationforlocalhost",
            "numberofpasswordprompts",
            "obscurekeystroketiming",
            "permitlocalcommand",
            "permitremoteopen",
            "pkcs11provider",
            "protocol",
            "proxyusefdpass",
            "pubkeyacceptedalgorithms",
            "pubkeyacceptedkeytypes",
            "rekeylimit",
            "remotecommand",
            "remoteforward",
            "requesttty",
            "requiredrsasize",
            "rhostsrsaauthentication",
            "rsaauthentication",
            "securitykeyprovider",
            "sendenv",
            "sessiontype",
            "setenv",
            "smartcarddevice",
            "stdinnull",
            "streamlocalbindmask",
            "streamlocalbindunlink",
            "syslogfacility",
            "tcpkeepalive",
            "tunnel",
            "tunneldevice",
            "updatehostkeys",
            "useprivilegedport",
            "useroaming",
            "usersh",
            "userknownhostsfile2",
            "usekeychain",
            "verifyhostkeydns",
            "visualhostkey",
            "warnweakcrypto",
            "xauthlocation");

    private static final Set<String> HONOURED_KEYS =
            HONOURED.stream().map(OptionNames::key).collect(Collectors.toUnmodifiableSet());

    private OptionNames() {}

    /** The one spelling under which an option is kept. */
    static String key(String written) {
        String key = written.toLowerCase(Locale.ROOT);
        return switch (key) {
            case "identityfile2" -> "identityfile";
            case "challengeresponseauthentication", "skeyauthentication", "tisauthentication" ->
                "kbdinteractiveauthentication";
            default -> key;
        };
    }

    static boolean honoured(String key) {
        return HONOURED_KEYS.contains(key);
    }

    static boolean known(String key) {
        return honoured(key) || WITHOUT_EFFECT.contains(key);
    }

    static String hint(String written) {
        return NearMiss.hint(written, HONOURED);
    }
}
