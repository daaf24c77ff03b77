package io.slipway.automation.module.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserModuleTest {

    private static final String HASH = "$6$salt$" + "a".repeat(86);

    @TempDir
    Path temp;

    private final UserModule user = new UserModule();
    private Tools tools;
    private LocalNode node;
    private Calls calls;

    /** ann (1001, home in the temporary directory) is a member of audio and video; her password is x, her account ends on day 20000. */
    @BeforeEach
    void aNodeWithAnn() throws Exception {
        Path home = Files.createDirectory(temp.resolve("ann"));
        tools = new Tools(temp)
                .quietly("getent", """
                        [ "$1" != -- ] || shift
                        case $1,$2 in
                          passwd,ann) echo 'ann:x:1001:1001:Ann A:%s:/bin/bash' ;;
                          shadow,ann) echo 'ann:$6$x:19000:0:99999:7::20000:' ;;
                          passwd,new) [ -e '%s/made' ] && echo 'new:x:1002:1002::%s/new:/bin/sh' ;;
                          group,) printf '%%s\\n' ann:x:1001: audio:x:29:ann,bob video:x:44:bob,ann adm:x:4:bob docker:x:999: ;;
                          group,docker) echo docker:x:999: ;;
                          *) exit 2 ;;
                        esac""".formatted(home, temp, temp))
                .have("useradd", "touch '" + temp + "/made'")
                .have("usermod", "")
                .have("userdel", "echo 'userdel: mail spool not found' >&2")
                .have("chage", "")
                .have("chpasswd", "cat >'" + temp + "/stdin'");
        node = tools.node();
        calls = new Calls(node, new FakeController(temp));
    }

    @Test
    void anAccountThatIsAsWantedCostsOneExchange() {
        ModuleResult result = calls.run(
                user,
                "name",
                "ann",
                "uid",
                1001L,
                "group",
                "ann",
                "groups",
                "video,audio",
                "comment",
                "Ann A",
                "shell",
                "/bin/bash",
                "home",
                temp.resolve("ann").toString(),
                "expires",
                20000 * 86400.0 + 5,
                "password",
                "$6$x");
        assertFalse(result.changed());
        assertEquals(1, node.exchanges());
        assertEquals(
                Map.of(
                        "name",
                        "ann",
                        "state",
                        "present",
                        "uid",
                        1001L,
                        "group",
                        1001L,
                        "groups",
                        "video,audio",
                        "append",
                        false),
                keys(result, "name", "state", "uid", "group", "groups", "append"));
        assertEquals("NOT_LOGGING_PASSWORD", result.values().get("password"));
        assertEquals(List.of(), tools.log());
    }

    private static Map<String, Object> keys(ModuleResult result, String... names) {
        Map<String, Object> values = new java.util.HashMap<>();
        for (String name : names) {
            values.put(name, result.values().get(name));
        }
        return values;
    }

    @Test
    void aNewAccountGetsItsPasswordByStandardInput() throws Exception {
        ModuleResult result = calls.run(
                user,
                "name",
                "new",
                "uid",
                1002L,
                "groups",
                List.of("docker", "adm"),
                "comment",
                "It's $(x)",
                "shell",
                "/bin/sh",
                "password",
                HASH,
                "system",
                true,
                "home",
                temp + "/a/new",
                "expires",
                -1L);
        assertEquals(
                List.of(
                        "useradd [-u] [1002] [-G] [docker,adm] [-c] [It's $(x)] [-d] [" + temp
                                + "/a/new] [-s] [/bin/sh] [-e] []" + " [-m] [-r] [--] [new]",
                        "chpasswd [-e]"),
                tools.log());
        assertEquals("new:" + HASH + "\n", Files.readString(temp.resolve("stdin")));
        assertTrue(Files.isDirectory(temp.resolve("a")));
        assertEquals(1002L, result.values().get("uid"));
        assertEquals(true, result.values().get("create_home"));
        assertFalse(node.scripts().stream().anyMatch(script -> script.text().contains(HASH)));
    }

    @Test
    void anExistingAccountIsChangedOnlyWhereItDiffers() {
        calls.run(user, "name", "ann", "shell", "/bin/sh", "groups", "docker", "append", true, "comment", "Ann A");
        calls.run(user, "name", "ann", "groups", List.of());
        calls.run(user, "name", "ann", "home", temp + "/other", "move_home", true, "create_home", false);
        calls.run(user, "name", "ann", "password_lock", true, "expires", 0.0, "password_expire_max", 30L);
        assertEquals(
                List.of(
                        "usermod [-a] [-G] [docker] [-s] [/bin/sh] [--] [ann]",
                        "usermod [-G] [] [--] [ann]",
                        "usermod [-d] [" + temp + "/other] [-m] [--] [ann]",
                        "usermod [-e] [1970-01-01] [-L] [--] [ann]",
                        "chage [-M] [30] [--] [ann]"),
                tools.log());
    }

    @Test
    void groupsInAnyOrderAreTheSameGroups() {
        assertFalse(calls.run(user, "name", "ann", "groups", "audio,video").changed());
        assertFalse(calls.run(user, "name", "ann", "groups", "audio", "append", true)
                .changed());
        assertTrue(calls.check(user, "name", "ann", "groups", "audio").changed());
    }

    @Test
    void aPasswordMayBeSetOnCreationOnly() {
        assertFalse(calls.run(user, "name", "ann", "password", HASH, "update_password", "on_create")
                .changed());
        assertTrue(calls.run(user, "name", "ann", "password", HASH, "password_lock", true)
                .changed());
        assertEquals(List.of("chpasswd [-e]"), tools.log());
        ModuleResult plain = calls.check(user, "name", "ann", "password", "secret");
        assertTrue(String.valueOf(plain.values().get("warnings")).contains("appears not to have been hashed"));
    }

    @Test
    void aMissingHomeIsMade() throws Exception {
        Files.delete(temp.resolve("ann"));
        tools.have("chown", "");
        assertTrue(calls.run(user, "name", "ann", "umask", "077", "skeleton", "/no/where")
                .changed());
        assertEquals(
                "rwx------",
                java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(temp.resolve("ann"))));
        assertEquals(List.of("chown [-R] [-h] [--] [1001:1001] [" + temp + "/ann]"), tools.log());
    }

    @Test
    void removalSaysWhatWasAskedFor() {
        ModuleResult result = calls.run(user, "name", "ann", "state", "absent", "remove", true, "force", true);
        assertEquals(List.of("userdel [-f] [-r] [--] [ann]"), tools.log());
        assertEquals(true, result.values().get("remove"));
        assertEquals("userdel: mail spool not found\n", result.values().get("stderr"));
        assertFalse(calls.run(user, "name", "nobody-such", "state", "absent").changed());
    }

    @Test
    void checkModeOnlyPredicts() {
        assertTrue(calls.check(user, "name", "new").changed());
        assertTrue(calls.check(user, "name", "ann", "shell", "/bin/zsh").changed());
        assertTrue(calls.check(user, "name", "ann", "state", "absent").changed());
        assertEquals(List.of(), tools.log());
    }

    @Test
    void aMissingGroupIsNamed() {
        assertEquals("Group nope does not exist", calls.failure(user, "name", "new", "groups", "docker,nope"));
        assertEquals("Group none does not exist", calls.failure(user, "name", "ann", "group", "none"));
        assertEquals("'a\nb' cannot be the name of a user", calls.failure(user, "name", "a\nb"));
    }

    @Test
    void inCheckModeAGroupMayBeMissingBecauseAnEarlierTaskWouldMakeIt() {
        assertTrue(calls.check(user, "name", "new", "groups", "docker,nope").changed());
        assertTrue(calls.check(user, "name", "ann", "group", "none").changed());
    }

    @Test
    void anSshKeyIsMadeOnceAndDescribed() throws Exception {
        tools.have("chown", "");
        tools.quietly("hostname", "echo box");
        ModuleResult made = calls.run(
                user,
                "name",
                "ann",
                "generate_ssh_key",
                true,
                "ssh_key_type",
                "ed25519",
                "ssh_key_passphrase",
                "it's $ecret");
        assertTrue(made.changed());
        Path key = temp.resolve("ann/.ssh/id_ed25519");
        assertEquals(key.toString(), made.values().get("ssh_key_file"));
        assertTrue(String.valueOf(made.values().get("ssh_public_key")).endsWith(" ansible-generated on box"));
        assertTrue(String.valueOf(made.values().get("ssh_fingerprint")).contains("SHA256:"));
        assertEquals(
                0,
                new ProcessBuilder("ssh-keygen", "-y", "-P", "it's $ecret", "-f", key.toString())
                        .redirectErrorStream(true)
                        .start()
                        .waitFor());
        node.forget();
        ModuleResult again = calls.run(user, "name", "ann", "generate_ssh_key", true, "ssh_key_type", "ed25519");
        assertFalse(again.changed());
        assertEquals(1, node.exchanges());
        assertEquals(made.values().get("ssh_public_key"), again.values().get("ssh_public_key"));
        assertTrue(calls.run(user, "name", "ann", "generate_ssh_key", true, "ssh_key_type", "ed25519", "force", true)
                .changed());
    }
}
