package io.slipway.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a case asks to have on its nodes, one line for each:
 *
 * <ul>
 *   <li>{@code ufw iptables}: Debian packages;
 *   <li>{@code ansible: python3-docker}: such that Ansible's module needs, but Slipway's does not;
 *   <li>{@code kubernetes: kube-apiserver}: programs of the Kubernetes that lies ready made in the folder {@code SLIPWAY_LAB_CACHE}, as
 *       {@code kubernetes-VERSION-linux-amd64.tar.xz}.
 * </ul>
 *
 * <p>A node of a lab reaches no archive: this machine's apt fetches what the node lacks, and the node unpacks it.
 */
record NodePackages(List<String> debian, List<String> forAnsible, List<String> kubernetes) {

    private static final String FETCH = """
            set -e
            cd "$1"
            shift
            mkdir -p archives/partial
            apt-get -qq -y -d --no-install-recommends -o Dir::State::status="$PWD/status" -o Dir::Cache="$PWD" \\
                -o Debug::NoLocking=1 -o APT::Sandbox::User=root install "$@" >&2
            rm -rf archives/partial archives/lock
            tar -c -C archives .
            """;

    private static final String INSTALL = "mkdir /root/debs && tar -x -C /root/debs && set -- /root/debs/*.deb && "
            + "{ [ ! -e \"$1\" ] || DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install \"$@\"; }"
            + " && rm -rf /root/debs";

    static NodePackages parse(String text) {
        NodePackages wanted = new NodePackages(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (String line : text.lines().toList()) {
            int colon = line.indexOf(": ");
            List<String> names =
                    List.of(line.substring(colon < 0 ? 0 : colon + 2).split(" "));
            switch (colon < 0 ? "" : line.substring(0, colon)) {
                case "" -> wanted.debian.addAll(names);
                case "ansible" -> wanted.forAnsible.addAll(names);
                case "kubernetes" -> wanted.kubernetes.addAll(names);
                default -> throw new AssertionError("no such kind of packages: " + line);
            }
        }
        return wanted;
    }

    /** @param node its first one gets everything: the cases of such nodes name no other */
    void installOn(SshNodes node, boolean python) throws IOException, InterruptedException {
        List<String> packages = new ArrayList<>(debian);
        if (python) {
            packages.addAll(forAnsible);
        }
        if (!packages.isEmpty()) {
            Path folder = Files.createTempDirectory("packages");
            node.pipe(List.of(node.ssh(0, "cat /var/lib/dpkg/status"), List.of("tee", folder + "/status")));
            List<String> fetch = new ArrayList<>(List.of("sh", "-c", FETCH, "fetch", folder.toString()));
            fetch.addAll(packages);
            node.pipe(List.of(fetch, node.ssh(0, INSTALL)));
            node.pipe(List.of(List.of("rm", "-rf", folder.toString())));
        }
        if (!kubernetes.isEmpty()) {
            List<String> unpack = new ArrayList<>(List.of(
                    "sh",
                    "-c",
                    "cd \"$SLIPWAY_LAB_CACHE\" && tar -x -O -J -f kubernetes-*-linux-amd64.tar.xz" + " \"$1\"",
                    "unpack"));
            for (String program : kubernetes) {
                List<String> one = new ArrayList<>(unpack);
                one.add(program);
                String file = "/usr/local/bin/" + program;
                node.pipe(List.of(one, node.ssh(0, "cat >" + file + " && test -s " + file + " && chmod 755 " + file)));
            }
        }
    }
}
