package io.slipway.automation.module.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code known_hosts}, {@code htpasswd} and {@code cron}. */
class KeepingModulesTest {

    private static final String KEY =
            " ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEV8S3Oe0lb4a0h0FCDXkX1Mp2SpLxYWQO0iXyGQ0W7A";
    private static final String OTHER =
            " ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFV8S3Oe0lb4a0h0FCDXkX1Mp2SpLxYWQO0iXyGQ0W7B";

    @TempDir
    Path temp;

    private final Module knownHosts = new KnownHostsModule(new Random(1));
    private final Module htpasswd = new HtpasswdModule(new Random(1));
    private final Module cron = new CronModule();
    private final LocalNode node = new LocalNode();
    private Calls calls;
    private String file;

    @BeforeEach
    void aNodeWithACronTable() throws IOException {
        file = temp.resolve("-the 'file'").toString();
        Files.writeString(temp.resolve("table"), "PATH=/bin\n0 1 * * * old\n");
        LocalNode.fakeCommand(
                temp.resolve("bin"),
                "crontab",
                "for last; do :; done\ncase $last in -l) cat '" + temp + "/table';; -) cat >'" + temp
                        + "/table';; esac\n");
        calls = new Calls(node.commands(temp.resolve("bin")), new FakeController(temp));
    }

    private void changes(boolean expected, Module module, Object... arguments) {
        assertEquals(expected, calls.check(module, arguments).changed(), "predicted");
        node.forget();
        ModuleResult done = calls.run(module, arguments);
        assertEquals(expected, done.changed());
        assertEquals(expected ? 2 : 1, node.exchanges());
    }

    private String read(String name) throws IOException {
        return Files.readString(temp.resolve(name));
    }

    @Test
    void aHostKeyIsAddedReplacedAndRemoved() throws IOException {
        Files.writeString(Path.of(file), "# mine\nother" + KEY);
        changes(true, knownHosts, "path", file, "name", "H1", "key", "h1" + KEY);
        changes(false, knownHosts, "path", file, "name", "h1", "key", "h1" + KEY);
        assertEquals("# mine\nother" + KEY + "\nh1" + KEY + "\n", Files.readString(Path.of(file)));
        changes(true, knownHosts, "path", file, "name", "h1", "key", "h1" + OTHER);
        assertEquals("# mine\nother" + KEY + "\nh1" + OTHER + "\n", Files.readString(Path.of(file)));
        changes(true, knownHosts, "path", file, "name", "h1", "state", "absent");
        changes(false, knownHosts, "path", file, "name", "h1", "state", "absent");
        assertEquals("# mine\nother" + KEY + "\n", Files.readString(Path.of(file)));
    }

    @Test
    void aHostNameIsHashedAsOpensshDoes() throws IOException {
        String path = temp + "/new";
        changes(true, knownHosts, "path", path, "name", "[h1]:22", "key", "[h1]:22" + KEY, "hash_host", true);
        changes(false, knownHosts, "path", path, "name", "[h1]:22", "key", "[h1]:22" + KEY, "hash_host", true);
        assertTrue(read("new").startsWith("|1|"));
        assertTrue(KnownHost.parse("|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ssh-rsa AAAA")
                .orElseThrow()
                .isOf("192.168.1.61"));
        changes(true, knownHosts, "path", path, "name", "[h1]:22", "state", "absent");
        assertEquals("", read("new"));
        assertEquals("No key specified when adding a host", calls.failure(knownHosts, "name", "h"));
        assertEquals(
                "Host parameter does not match hashed host field in supplied key",
                calls.failure(knownHosts, "name", "h", "key", "g" + KEY));
    }

    @Test
    void passwordsAreKeptHashed() throws IOException {
        for (String scheme : List.of("apr_md5_crypt", "ldap_sha1", "plaintext", "md5_crypt")) {
            String path = temp.resolve(scheme).toString();
            changes(
                    true,
                    htpasswd,
                    "path",
                    path,
                    "name",
                    "u",
                    "password",
                    "p w",
                    "crypt_scheme",
                    scheme,
                    "mode",
                    "0640");
            changes(
                    false,
                    htpasswd,
                    "path",
                    path,
                    "name",
                    "u",
                    "password",
                    "p w",
                    "crypt_scheme",
                    scheme,
                    "mode",
                    "0640");
            changes(true, htpasswd, "path", path, "name", "u", "password", "q", "crypt_scheme", scheme);
        }
        assertTrue(read("apr_md5_crypt").startsWith("u:$apr1$"));
        assertEquals("u:q\n", read("plaintext"));
        assertFalse(node.scripts().getLast().text().contains("p w"));
        changes(true, htpasswd, "path", temp + "/plaintext", "name", "u", "state", "absent");
        changes(false, htpasswd, "path", temp + "/plaintext", "name", "u", "state", "absent");
        assertTrue(calls.failure(htpasswd, "path", file, "name", "a:b", "password", "x")
                .contains("cannot be the name"));
        assertTrue(calls.failure(htpasswd, "path", file, "name", "a", "password", "x", "crypt_scheme", "rot13")
                .contains("rot13"));
    }

    @Test
    void passwordsOfOtherProgramsAreRecognised() {
        assertTrue(WebPassword.verifies("myPassword", "$apr1$qHDFfhPC$nITSVHgYbDAK1Y0acGRnY0"));
        assertTrue(WebPassword.verifies("myPassword", "{SHA}VBPuJHI7uixaa6LQGWx4s+5GKNE="));
        assertFalse(WebPassword.verifies("other", "$apr1$qHDFfhPC$nITSVHgYbDAK1Y0acGRnY0"));
        assertFalse(WebPassword.verifies("x", "$5$rounds=99999999999$salt$hash"));
    }

    @Test
    void aJobIsKnownByItsName() throws IOException {
        Object[] job = {"name", "it's -x", "job", "run 'a' %", "minute", "5"};
        changes(true, cron, job);
        changes(false, cron, job);
        assertEquals("PATH=/bin\n0 1 * * * old\n#Ansible: it's -x\n5 * * * * run 'a' %\n", read("table"));
        changes(true, cron, "name", "it's -x", "job", "two", "special_time", "daily", "disabled", true);
        changes(true, cron, "name", "known", "job", "old", "minute", "0", "hour", "1");
        changes(true, cron, "name", "A", "env", true, "job", "b c", "insertafter", "PATH");
        assertEquals(
                "PATH=/bin\nA=\"b c\"\n#Ansible: known\n0 1 * * * old\n#Ansible: it's -x\n#@daily two\n",
                read("table"));
        ModuleResult removed = calls.run(cron, "name", "it's -x", "state", "absent");
        assertEquals(List.of("known"), removed.values().get("jobs"));
        assertEquals(List.of("PATH", "A"), removed.values().get("envs"));
        changes(false, cron, "name", "it's -x", "state", "absent");
    }

    @Test
    void aFileOfJobsGoesWithItsLast() throws IOException {
        changes(true, cron, "name", "j", "job", "x", "user", "root", "cron_file", temp + "/cron file");
        assertEquals("#Ansible: j\n* * * * * root x\n", read("cron file"));
        changes(true, cron, "name", "j", "state", "absent", "cron_file", temp + "/cron file");
        assertFalse(Files.exists(temp.resolve("cron file")));
        assertTrue(
                calls.failure(cron, "name", "j", "job", "x", "cron_file", "f").contains("must specify user"));
        assertTrue(calls.failure(cron, "name", "j", "job", "x", "cron_file", "/etc/crontab")
                .startsWith("Will not"));
        assertTrue(calls.failure(cron, "name", "j\nk", "job", "x").contains("one line"));
        Calls bare = new Calls(new LocalNode().env("PATH", "/nowhere"), new FakeController(temp));
        assertTrue(bare.failure(cron, "name", "j", "job", "x").length() > 0);
    }
}
