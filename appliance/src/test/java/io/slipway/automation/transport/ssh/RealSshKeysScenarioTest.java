package io.slipway.automation.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Target;
import io.slipway.automation.transport.TransportException;
import io.slipway.common.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents, certificates, passphrases, programs in between: with OpenSSH's own sshd, ssh-agent and ssh-keygen. */
@Tag("scenario")
@Timeout(120)
class RealSshKeysScenarioTest extends RealSshFixture {

    @TempDir
    Path mine;

    private final List<String> asked = new ArrayList<>();
    private final List<Process> agents = new ArrayList<>();
    private final List<SshConnector> connectors = new ArrayList<>();
    private String passphrase = "";

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectories(mine.resolve(".ssh"));
        Files.setPosixFilePermissions(mine, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void stop() throws Exception {
        connectors.forEach(SshConnector::close);
        for (Process agent : agents) {
            agent.destroyForcibly().waitFor();
        }
    }

    private Path newKey(String name, String... how) throws Exception {
        Path file = mine.resolve(name);
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-f", file.toString()));
        command.addAll(List.of(how));
        if (!command.contains("-N")) {
            command.addAll(List.of("-N", ""));
        }
        RealSshd.run(command.toArray(String[]::new));
        return file;
    }

    private void authorize(Path key) throws IOException {
        Files.writeString(
                dir.resolve("authorized_keys"),
                Files.readString(Path.of(key + ".pub")),
                StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Reaches the host as a person would whose agent, if any, is that one. */
    private String enter(RealSshd sshd, String agent, String arguments, Path... keys) {
        SshUser me = new SshUser(mine, "me", agent.isEmpty() ? Map.of() : Map.of("SSH_AUTH_SOCK", agent), mine);
        Passphrases person = prompt -> {
            asked.add(prompt);
            return passphrase.isEmpty() ? Optional.empty() : Optional.of(new Secret(passphrase));
        };
        SshConnector connector = new SshConnector(me, person, InstantSource.system(), new SecureRandom(), 4);
        connectors.add(connector);
        Target.Ssh target = new Target.Ssh(
                "node1",
                "127.0.0.1",
                sshd.port,
                PLAIN,
                List.of(keys),
                null,
                List.of(dir.resolve("known_hosts")),
                true,
                Duration.ofSeconds(20),
                arguments);
        return connector.connect(target).run(Exchange.of("id -un")).out().strip();
    }

    private String refused(RealSshd sshd, String agent, String arguments, Path... keys) {
        return assertThrows(TransportException.class, () -> enter(sshd, agent, arguments, keys))
                .getMessage();
    }

    private String agent() throws Exception {
        Path socket = mine.resolve("agent");
        agents.add(new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
        while (!Files.exists(socket)) {
            Thread.onSpinWait();
        }
        return socket.toString();
    }

    private void add(String agent, Path key) throws Exception {
        RealSshd.run("env", "SSH_AUTH_SOCK=" + agent, "ssh-add", "-q", key.toString());
    }

    @ParameterizedTest
    @CsvSource({"ed25519, 256", "ecdsa, 256", "ecdsa, 384", "ecdsa, 521", "rsa, 2048"})
    void anAgentSigns(String type, String bits) throws Exception {
        RealSshd sshd = sshd();
        Path key = newKey("k", "-t", type, "-b", bits);
        authorize(key);
        String agent = agent();
        add(agent, key);
        Files.delete(key);
        assertEquals(PLAIN, enter(sshd, agent, ""));
        assertEquals(PLAIN, enter(sshd, "", "-o IdentityAgent=" + agent));
        assertEquals(PLAIN, enter(sshd, agent, "-o IdentitiesOnly=yes -o IdentityFile=" + key + ".pub"));
        assertTrue(refused(sshd, agent, "-o IdentityAgent=none").contains("there is no usable key"));
        assertTrue(refused(sshd, agent, "-o IdentitiesOnly=yes").contains("there is no usable key"));
    }

    @Test
    void manyKeysOfAnAgentDoNotHideTheOneThatIsNamed() throws Exception {
        RealSshd sshd = sshd("MaxAuthTries 3");
        String agent = agent();
        for (int i = 0; i < 6; i++) {
            add(agent, newKey("other" + i, "-t", "ed25519"));
        }
        Path key = newKey("k", "-t", "ed25519");
        authorize(key);
        add(agent, key);
        assertEquals(PLAIN, enter(sshd, agent, "", key));
        assertEquals(PLAIN, enter(sshd, agent, "-o IdentitiesOnly=yes", key));
    }

    @Test
    void anAgentThatIsNotThereIsNamedWhenNothingElseHelps() throws Exception {
        RealSshd sshd = sshd();
        assertTrue(refused(sshd, "/nowhere/agent", "").contains("the agent at /nowhere/agent cannot be used"));
        assertEquals(PLAIN, enter(sshd, "/nowhere/agent", "", sshd.clientKey));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-t ed25519",
                "-t ecdsa",
                "-t rsa -b 2048",
                "-t ed25519 -Z aes256-gcm@openssh.com",
                "-t rsa -b 2048 -m PEM",
                "-t ecdsa -m PEM",
                "-t rsa -b 2048 -m PKCS8",
                "-t ecdsa -m PKCS8"
            })
    void aPassphraseIsAskedForOnce(String how) throws Exception {
        RealSshd sshd = sshd();
        String[] all = Stream.concat(Stream.of(how.split(" ")), Stream.of("-N", "open sésame"))
                .toArray(String[]::new);
        Path key = newKey("k", all);
        authorize(key);
        assertTrue(refused(sshd, "", "", key).contains("it has a passphrase: put it into an agent with ssh-add"));
        asked.clear();
        passphrase = "open sésame";
        assertEquals(PLAIN, enter(sshd, "", "", key));
        assertEquals(List.of("Enter passphrase for key '" + key + "': "), asked);
    }

    @Test
    void aKeyInTheAgentNeedsNoPassphrase() throws Exception {
        RealSshd sshd = sshd();
        Path key = newKey("k", "-t", "ed25519", "-N", "secret");
        authorize(key);
        RealSshd.run("cp", key.toString(), mine.resolve("open").toString());
        RealSshd.run(
                "ssh-keygen",
                "-q",
                "-p",
                "-P",
                "secret",
                "-N",
                "",
                "-f",
                mine.resolve("open").toString());
        String agent = agent();
        add(agent, mine.resolve("open"));
        assertEquals(PLAIN, enter(sshd, agent, "", key));
        assertEquals(List.of(), asked);
        passphrase = "wrong";
        String message = refused(sshd, "", "", key);
        assertEquals(3, asked.size());
        assertTrue(!message.contains("wrong"), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ecdsa -b 256",
                "ecdsa -b 384",
                "ecdsa -b 521",
                "rsa -b 2048",
                "rsa -b 2048 -m PEM",
                "ecdsa -m PKCS8"
            })
    void keysOfEachKindWork(String how) throws Exception {
        RealSshd sshd = sshd();
        Path key = newKey("k", ("-t " + how).split(" "));
        authorize(key);
        Files.delete(Path.of(key + ".pub"));
        assertEquals(PLAIN, enter(sshd, "", "", key));
        for (String file : List.of("host_key", "host_key.pub")) {
            Files.delete(dir.resolve(file));
        }
        List<String> make = new ArrayList<>(List.of(
                "ssh-keygen", "-q", "-N", "", "-f", dir.resolve("host_key").toString()));
        make.addAll(List.of(("-t " + how).split(" ")));
        RealSshd.run(make.toArray(String[]::new));
        sshd.stop();
        sshd.start();
        Files.writeString(dir.resolve("known_hosts"), "[127.0.0.1]:* " + Files.readString(dir.resolve("host_key.pub")));
        assertEquals(PLAIN, enter(sshd, "", "", key));
    }

    @ParameterizedTest
    @CsvSource({"ed25519, ed25519", "ecdsa, rsa", "rsa, ecdsa"})
    void certificatesOfUsersCount(String type, String authority) throws Exception {
        Path ca = newKey("ca", "-t", authority);
        RealSshd sshd = sshd("TrustedUserCAKeys " + ca + ".pub", "AuthorizedKeysFile none");
        Path key = newKey("k", "-t", type);
        assertTrue(refused(sshd, "", "", key).contains("permission denied"));
        RealSshd.run("ssh-keygen", "-q", "-s", ca.toString(), "-I", "me", "-n", PLAIN, "-V", "+5m", key + ".pub");
        assertEquals(PLAIN, enter(sshd, "", "", key), "the one beside the key");
        Path aside = Files.move(Path.of(key + "-cert.pub"), mine.resolve("aside.pub"));
        assertEquals(PLAIN, enter(sshd, "", "-o CertificateFile=" + aside, key));
        String agent = agent();
        add(agent, key);
        assertEquals(PLAIN, enter(sshd, agent, "-o CertificateFile=" + aside), "the key in the agent");
        Files.copy(aside, Path.of(key + "-cert.pub"));
        add(agent, key);
        Files.delete(key);
        Files.delete(Path.of(key + "-cert.pub"));
        assertEquals(PLAIN, enter(sshd, agent, ""), "both in the agent");
    }

    @Test
    void anExpiredCertificateIsNamed() throws Exception {
        Path ca = newKey("ca", "-t", "ed25519");
        RealSshd sshd = sshd("TrustedUserCAKeys " + ca + ".pub", "AuthorizedKeysFile none");
        Path key = newKey("k", "-t", "ed25519");
        RealSshd.run(
                "ssh-keygen",
                "-q",
                "-s",
                ca.toString(),
                "-I",
                "me",
                "-n",
                PLAIN,
                "-V",
                "20200101:20200102",
                key + ".pub");
        String message = refused(sshd, "", "", key);
        assertTrue(message.contains("-cert.pub cannot be used (it has expired at 2020-01-0"), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    ed25519 | -n 127.0.0.1 -V +5m          | @cert-authority | -
                    rsa     | -n 127.0.0.1                 | @cert-authority | -
                    ecdsa   | -n 127.*                     | @cert-authority | -
                    ed25519 | -V +5m                       | @cert-authority | -
                    ed25519 | -n other,third               | @cert-authority | does not count: 'it' is for other, third
                    ed25519 | -n 127.0.0.1 -V 20200101:20200102 | @cert-authority | has expired at 2020-01-0
                    ed25519 | -n 127.0.0.1 -V 20990101:20990102 | @cert-authority | is not valid before 20
                    ed25519 | -n 127.0.0.1 -O critical:x=y | @cert-authority | has options that are unknown: x
                    rsa     | -n 127.0.0.1 -t ssh-rsa      | @cert-authority | which does not count
                    ed25519 | -n 127.0.0.1                 | @revoked        | the authority that signed the host key of node1 is revoked
                    ed25519 | -n 127.0.0.1                 | #               | is not known
                    """)
    void certificatesOfHostsCount(String type, String how, String marker, String refusal) throws Exception {
        Path ca = newKey("ca", "-t", type);
        RealSshd sshd = sshd("HostCertificate " + dir.resolve("host_key-cert.pub"));
        List<String> sign = new ArrayList<>(List.of("ssh-keygen", "-q", "-s", ca.toString(), "-h", "-I", "it"));
        sign.addAll(List.of(how.strip().split(" ")));
        sign.add(dir.resolve("host_key.pub").toString());
        RealSshd.run(sign.toArray(String[]::new));
        sshd.stop();
        sshd.start();
        String rest = " [127.0.0.1]:* " + Files.readString(Path.of(ca + ".pub"));
        String also = marker.equals("@revoked") ? "@cert-authority" + rest : "";
        Files.writeString(dir.resolve("known_hosts"), marker + rest + also);
        if (refusal == null) {
            assertEquals(PLAIN, enter(sshd, "", "", sshd.clientKey));
        } else {
            String message = refused(sshd, "", "", sshd.clientKey);
            assertTrue(message.contains(refusal), message);
        }
    }

    @Test
    void aHostHasTheNameThatHostKeyAliasGivesIt() throws Exception {
        RealSshd sshd = sshd();
        String key = Files.readString(dir.resolve("host_key.pub"));
        Files.writeString(dir.resolve("known_hosts"), "pod-7 " + key);
        assertTrue(refused(sshd, "", "", sshd.clientKey).contains("is not known"));
        assertEquals(PLAIN, enter(sshd, "", "-o HostKeyAlias=pod-7", sshd.clientKey));
    }

    @Test
    void aProgramMayCarryTheBytes() throws Exception {
        RealSshd sshd = sshd();
        Path relay =
                Files.writeString(mine.resolve("relay.sh"), "exec 3<>/dev/tcp/$1/$2; cat <&3 & cat >&3; kill $!\n");
        assertEquals(
                PLAIN,
                enter(
                        sshd,
                        "",
                        "-o 'ProxyCommand=echo $$ >" + mine + "/pid; bash " + relay + " %h %p'",
                        sshd.clientKey));
        long pid = Long.parseLong(Files.readString(mine.resolve("pid")).strip());
        assertTrue(ProcessHandle.of(pid).isPresent());
        connectors.forEach(SshConnector::close);
        ProcessHandle.of(pid).ifPresent(program -> program.onExit().join());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    echo no such bastion >&2; exit 1 | it says: no such bastion
                    echo hello; read x                | does not talk SSH
                    exec sleep 100                    | within 2 s
                    /no/such/program                  | /no/such/program
                    """)
    void aProgramThatDoesNotIsNamed(String command, String said) throws Exception {
        RealSshd sshd = sshd();
        String message = refused(sshd, "", "-o ConnectTimeout=2 -o 'ProxyCommand=" + command + "'", sshd.clientKey);
        assertTrue(message.contains(said), message);
        assertTrue(message.contains("the ProxyCommand '" + command + "'"), message);
    }

    @Test
    void aNameWithManyAddressesIsReachedByAnyOfThem() throws Exception {
        RealSshd sshd = sshd("ListenAddress [::1]:22222");
        Files.writeString(
                dir.resolve("known_hosts"),
                "[::1]:22222,[localhost]:* " + Files.readString(dir.resolve("host_key.pub")));
        assertEquals(PLAIN, enter(sshd, "", "-o HostName=localhost", sshd.clientKey));
        assertEquals(PLAIN, enter(sshd, "", "-6 -o HostName=::1 -o Port=22222", sshd.clientKey));
        assertEquals(PLAIN, enter(sshd, "", "-4 -o HostName=localhost -b 127.0.0.1", sshd.clientKey));
        assertTrue(refused(sshd, "", "-4 -o HostName=::1", sshd.clientKey).contains("has no address"));
    }

    @Test
    void theConfigurationOfSshIsEnough() throws Exception {
        RealSshd sshd = sshd();
        Path config = mine.resolve(".ssh/config");
        Files.writeString(config, """
                Host 127.0.0.1
                  ProxyJump gate
                  Port 1
                Host gate inner
                  HostName 127.0.0.1
                  Port %d
                  User %s
                  IdentityFile %s
                Host gate
                  ProxyJump inner
                """.formatted(sshd.port, ADMIN, sshd.clientKey));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        assertEquals(PLAIN, enter(sshd, "", "", sshd.clientKey));
        Files.writeString(config, "Host *\n  ProxyJump gate\n");
        assertTrue(refused(sshd, "", "").contains("the jump hosts lead in a circle"));
    }
}
