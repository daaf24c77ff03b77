package io.slipway.mirror.serve;

import io.slipway.common.crypto.PodAuthority;
import io.slipway.common.crypto.ServerCertificate;
import io.slipway.common.crypto.ServerNames;
import io.slipway.common.crypto.ServerTls;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;

/** TLS with a certificate of the pod's authority for all that this machine is called, which stays right while the server runs. */
final class PodTls {

    private final ServerCertificate certificate;
    private final List<String> more;
    private final ServerTls tls;

    /** @param more names and addresses by which clients reach this machine, and which it does not know of */
    PodTls(Path keys, PodAuthority authority, InstantSource clock, List<String> more) {
        this.certificate = new ServerCertificate(keys, authority, clock);
        this.more = more;
        this.tls = new ServerTls(certificate.forNames(names()));
    }

    SSLContext context() {
        return tls.context();
    }

    /** Has the certificate issued again if it ends soon or this machine has another address. */
    void renew() {
        ServerNames names = names();
        if (!certificate.holds(tls.shown(), names)) {
            tls.show(certificate.forNames(names));
        }
    }

    private ServerNames names() {
        Set<String> dns = new TreeSet<>(Set.of("localhost"));
        Set<String> addresses = new TreeSet<>(Set.of("127.0.0.1", "::1"));
        for (String each : more) {
            (isAddress(each) ? addresses : dns).add(each);
        }
        try {
            String host = InetAddress.getLocalHost().getHostName();
            if (!isAddress(host)) {
                dns.add(host);
            }
        } catch (UnknownHostException nameless) {
            // who has no name is reached by its addresses
        }
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress())
                    .map(address -> address.getHostAddress().split("%", 2)[0])
                    .forEach(addresses::add);
        } catch (SocketException unknown) {
            // what was given by hand counts then
        }
        return ServerNames.of(dns, addresses);
    }

    private static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException name) {
            return false;
        }
    }
}
