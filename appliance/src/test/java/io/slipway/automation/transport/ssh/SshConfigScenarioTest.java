package io.slipway.automation.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.automation.transport.Target;
import io.slipway.automation.transport.TransportException;
import io.slipway.common.ShellWords;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nasty files of ssh's configuration, read by Slipway and by {@code ssh -G}. */
@Tag("scenario")
class SshConfigScenarioTest {

    private static final Set<String> COMPARED = new TreeSet<>(Set.of(
            "hostname",
            "user",
            "port",
            "identityfile",
            "certificatefile",
            "proxycommand",
            "proxyjump",
            "hostkeyalias",
            "serveraliveinterval",
            "preferredauthentications"));

    @TempDir
    Path dir;

    static Stream<List<String>> configurations() {
        return Stream.of(
                        "User = a b",
                        "User \"a b",
                        "User \"a\\\"b\" # c",
                        "User==\"a\"",
                        "User = = a",
                        "\"User\" x",
                        "User\tx",
                        "User 'a b'",
                        "User a\\ b",
                        "User a\\b",
                        "User a#b",
                        "  # User a\n\n\r\n User b \r",
                        "ProxyCommand = nc \"%h\" # x",
                        "ProxyJump a,u@b:2 # x",
                        "ProxyJump none\nProxyCommand x",
                        "ProxyCommand none\nProxyJump x",
                        "ProxyCommand x\nProxyJump y",
                        "ProxyJump y\nProxyCommand x",
                        "Match host \"foo\" user root\nUser x",
                        "Match host=foo\nUser x",
                        "Match host foo,bar !user x\nUser x",
                        "Match !host foo\nUser x",
                        "Match !host bar\nUser x",
                        "Match host *,!foo\nUser x",
                        "Match all\nUser x",
                        "Match all host foo\nUser x",
                        "Match host",
                        "Match nonsense x",
                        "Match exec \"test %h = foo\"\nUser x",
                        "Match exec \"test %n-%p-%r = foo-22-root\"\nUser x",
                        "Match exec false\nUser x",
                        "Match host bar exec \"touch {dir}/ran\"\nUser x",
                        "Match !exec false\nUser x",
                        "Host\nUser x",
                        "Host \"foo\" bar\nUser x",
                        "Host * !foo\nUser x",
                        "Host !foo *\nUser x",
                        "Host !bar\nUser x",
                        "Host f?o # comment\nUser x",
                        "Host FOO\nUser x",
                        "Host bar\nUser x\nHost foo\nUser y\nHost *\nUser z\nPort 7",
                        "HostName %h.example\nMatch host foo.example\nUser y\nMatch originalhost foo\nPort 8",
                        "HostName %x.example",
                        "HostName 100%%",
                        "IdentityFile ~/a\nIdentityFile none\nIdentityFile %d/%n-%h\nIdentityFile ~/a",
                        "CertificateFile ~/a-cert.pub\nCertificateFile ~/b-cert.pub",
                        "Bogus x",
                        "Host bar\nBogus x",
                        "IgnoreUnknown Bog*\nBogus x\nUser a",
                        "Port 0",
                        "Port 65536",
                        "ServerAliveInterval 1m30s",
                        "ServerAliveInterval 1x",
                        "User \"\"",
                        "Include nothere-{dir}\nUser a",
                        "Include {dir}/inc/*.conf\nUser a",
                        "Include \"{dir}/inc/b c.conf\" {dir}/inc/a.conf\nUser a",
                        "Host bar\nInclude {dir}/inc/a.conf\nHost foo\nUser a",
                        "Host foo\nInclude {dir}/inc/a.conf\nPort 9",
                        "Host foo\nInclude {dir}/inc/host.conf\nUser later",
                        "Host bar\nInclude {dir}/inc/host.conf\nUser later",
                        "Match user root\nPort 4\nMatch localuser root\nUser x\nMatch user x\nServerAliveInterval 5",
                        "Host foo\nHostName Bar.Example\nMatch final host bar.example\nUser final\nHost bar.example\nPort 77"
                                + "\nMatch final originalhost foo\nIdentityFile /fin",
                        "Match canonical\nPort 99",
                        "Match final all\nUser f",
                        "Match !final\nUser f\nMatch final\nPort 6",
                        "HostKeyAlias x\nPreferredAuthentications password,publickey",
                        "Ciphers aes128-ctr\nLocalForward 1 a:2\nSendEnv LANG LC_*\nUser a",
                        "CanonicalizeHostname no\nChallengeResponseAuthentication no\nUser a")
                .map(text -> List.of(text + "\n", ""));
    }

    static Stream<List<String>> arguments() {
        return Stream.of(
                List.of("User a\nPort 5\n", "-o User=b -p 6"),
                List.of("Match user b\nPort 5\n", "-l b"),
                List.of("IdentityFile /b\n", "-i /a -o 'IdentityFile=/c d'"),
                List.of("IdentityFile /b\n", "-i /etc/passwd -o 'IdentityFile=\"/c d\"'"),
                List.of("ProxyJump a\n", "-o ProxyJump=none"),
                List.of("ProxyCommand x\n", "-J b"),
                List.of("HostName x\n", "-o 'HostName = %h.y'"),
                List.of("User x\n", "-o 'User y # z'"));
    }

    @ParameterizedTest
    @MethodSource({"configurations", "arguments"})
    void areReadAsSshReadsThem(List<String> given) throws Exception {
        Path inc = Files.createDirectories(dir.resolve("inc"));
        Files.writeString(inc.resolve("a.conf"), "Port 11\nUser inc\n");
        Files.writeString(inc.resolve("b c.conf"), "Port 12\nIdentityFile /b\n");
        Files.writeString(inc.resolve("host.conf"), "Host bar\nUser ofbar\nHost foo\nUser offoo\n");
        Files.writeString(inc.resolve(".hidden.conf"), "Bogus\n");
        String text = given.getFirst().replace("{dir}", dir.toString());
        Path file = Files.writeString(dir.resolve("config"), text);
        Map<String, String> expected = ssh(file, given.get(1));
        boolean ran = Files.deleteIfExists(dir.resolve("ran"));
        assertEquals(expected, slipway(file, given.get(1)), text);
        assertEquals(ran, Files.exists(dir.resolve("ran")), text);
    }

    private static Map<String, String> ssh(Path file, String arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ssh", "-G", "-F", file.toString()));
        command.addAll(ShellWords.split(arguments));
        command.add("foo");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        Map<String, String> answer = new TreeMap<>();
        if (process.waitFor() != 0) {
            return Map.of("refused", "yes");
        }
        for (String line : lines) {
            String name = line.split(" ")[0];
            boolean usual = line.startsWith("identityfile ~/.ssh/id_") || line.equals("serveraliveinterval 0");
            if (COMPARED.contains(name) && !usual) {
                answer.merge(name, line.substring(name.length()).strip(), (a, b) -> a + "\n" + b);
            }
        }
        return answer;
    }

    private static Map<String, String> slipway(Path file, String arguments) {
        SshUser root = new SshUser(Path.of("/root"), "root", Map.of(), Path.of("/nowhere"));
        String all = "-F " + file + " " + arguments;
        try {
            Target.Ssh target = new Target.Ssh(
                    "foo", "foo", null, null, List.of(), null, List.of(), true, Duration.ofSeconds(9), all);
            Map<String, String> answer = new TreeMap<>();
            Way way = Way.to(target, root);
            SshOptions options = new SshOptions("foo");
            SshArguments.read(all, options);
            SshConfig.apply(root, options, file.toString(), "foo");
            for (String name : COMPARED) {
                options.setting(name)
                        .ifPresent(setting -> answer.put(name, setting.text().equals("\"\"") ? "" : value(setting)));
            }
            options.keys().forEach(key -> answer.merge("identityfile", key.value(), (a, b) -> a + "\n" + b));
            options.certificates().forEach(key -> answer.merge("certificatefile", key.value(), (a, b) -> a + "\n" + b));
            answer.put("hostname", way.target().address());
            answer.put("user", way.target().user());
            answer.put("port", Integer.toString(way.target().port()));
            if (options.setting("ServerAliveInterval").isPresent()) {
                answer.put(
                        "serveraliveinterval",
                        Long.toString(way.rhythm().interval().toSeconds()));
            }
            answer.values().removeIf(value -> value.equals("none"));
            return answer;
        } catch (TransportException e) {
            return Map.of("refused", "yes");
        }
    }

    private static String value(SshOptions.Setting setting) {
        return setting.name().toLowerCase(Locale.ROOT).startsWith("proxy") ? setting.text() : setting.value();
    }
}
