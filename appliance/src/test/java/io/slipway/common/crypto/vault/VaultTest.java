package io.slipway.common.crypto.vault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Position;
import io.slipway.common.Secret;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files beside this test were written by ansible-vault 2.14. */
class VaultTest {

    private static final Position HERE = new Position("here.yml", 3, 9);
    private static final Vault.Key DEFAULT = key("default", "correct horse");
    private static final Vault.Key POD = key("pod", "battery staple");
    private static final String PLAIN = "secret: sesame\nüml: ü\n";

    private static Vault.Key key(String id, String password) {
        return new Vault.Key(id, VaultPassword.of(new Secret(password)));
    }

    private static Vault vault(Vault.Key... keys) {
        return new Vault(List.of(keys), false);
    }

    private static Path golden(String name) throws Exception {
        return Path.of(VaultTest.class.getResource(name).toURI());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void readsWhatAnsibleVaultWrote() throws Exception {
        Vault vault = vault(DEFAULT, POD);
        assertEquals(PLAIN, vault.read(golden("default.yml")));
        assertEquals(PLAIN, vault.read(golden("named.yml")));
        assertArrayEquals(new byte[] {0, 1, -1, 'b', 'i', 'n', 'a', 'r', 'y'}, vault.bytes(golden("binary.vault")));
        assertArrayEquals(new byte[0], vault.bytes(golden("empty.vault")));
    }

    @Test
    void opensAValueWithinAFileAndKnowsItAgain() throws Exception {
        Vault vault = vault(DEFAULT);
        YamlNode.Mapping file =
                (YamlNode.Mapping) YamlReader.read("inline.yml", Files.readString(golden("inline.yml")));
        YamlNode.Scalar value = (YamlNode.Scalar) file.get("secret").orElseThrow();
        String text = vault.text(value.text(), value.at());
        assertEquals("open {{ sesame }}", text);
        assertTrue(vault.gave(text));
        assertFalse(vault.gave(String.join(" ", "open", "{{", "sesame", "}}")));
    }

    @Test
    void writesTheVeryBytesThatAnsibleWrites() {
        assertEquals(
                """
                $ANSIBLE_VAULT;1.2;AES256;filter_default
                37333631366337340a36353862323365386466626466316334653331613866366634336330353465
                6461643863616131353535653361616535656266353733616661363234383835360a363965346436
                6332373865386562323331336237323037366337326534626165
                """,
                new String(
                        Vault.encrypt(ascii("x"), VaultPassword.of(new Secret("pw")), "filter_default", ascii("salt")),
                        StandardCharsets.US_ASCII));
        assertEquals(
                """
                $ANSIBLE_VAULT;1.1;AES256
                37330a61353062313362313636643062666334383931616632633737653262656135323933313633
                6166613734616633313131663638346665306333306332313938370a323538323632313164636231
                39643234643132626534393830643235306631386566623234313536373935356332376463356431
                316533326531383539653362
                """,
                new String(
                        Vault.encrypt(
                                ascii("a".repeat(16)), VaultPassword.of(new byte[] {-1, -2}), "default", ascii("s")),
                        StandardCharsets.US_ASCII));
    }

    @Test
    void whatIsEncryptedComesBackAndNeverLooksTheSame() {
        SecureRandom random = new SecureRandom();
        for (int length : new int[] {0, 1, 15, 16, 17, 5000}) {
            byte[] plain = new byte[length];
            random.nextBytes(plain);
            byte[] one = Vault.encrypt(plain, POD, "pod", random);
            byte[] two = Vault.encrypt(plain, POD, "pod", random);
            assertArrayEquals(plain, vault(POD).open(one, HERE).plain());
            assertNotEquals(new String(one, StandardCharsets.US_ASCII), new String(two, StandardCharsets.US_ASCII));
        }
    }

    @Test
    void triesEveryPasswordUnlessNamesMustMatch() throws Exception {
        byte[] named = Files.readAllBytes(golden("named.yml"));
        Vault.Key sameUnderAnotherName = key("attic", "battery staple");
        Vault.Opened opened = vault(DEFAULT, sameUnderAnotherName).open(named, HERE);
        assertEquals("attic", opened.key().id());
        assertEquals("pod", opened.id());
        Vault strict = new Vault(List.of(DEFAULT, sameUnderAnotherName), true);
        VaultException refused = assertThrows(VaultException.class, () -> strict.open(named, HERE));
        assertEquals(
                "here.yml:3:9: Decryption failed (no vault secrets were found that could decrypt): "
                        + "it was encrypted for the vault id 'pod'; known are default, attic",
                refused.problem().toString());
    }

    @Test
    void withoutAPasswordOnlyPlainFilesCanBeRead(@TempDir Path folder) throws Exception {
        Path plain = Files.writeString(folder.resolve("plain.yml"), "\ufeffa: 1\n");
        assertEquals("a: 1\n", Vault.LOCKED.read(plain));
        Path encrypted = golden("default.yml");
        VaultException refused = assertThrows(VaultException.class, () -> Vault.LOCKED.read(encrypted));
        assertEquals(
                "Attempting to decrypt but no vault secrets found",
                refused.problem().what());
        assertEquals(Position.in(encrypted.toString()), refused.problem().where());
        assertTrue(refused.problem().hint().contains("--vault-password-file"));
    }

    @Test
    void refusesToEncryptTwice() {
        byte[] once = Vault.encrypt(ascii("x"), POD, "pod", new SecureRandom());
        assertEquals(
                "input is already encrypted",
                assertThrows(VaultException.class, () -> Vault.encrypt(once, POD, "pod", new SecureRandom()))
                        .problem()
                        .what());
    }

    @Test
    void anyChangedDigitIsNoticed() throws IOException {
        byte[] good = Vault.encrypt(ascii("x"), POD, "pod", new SecureRandom());
        int header = "$ANSIBLE_VAULT;1.2;AES256;pod\n".length();
        for (int i = header; i < good.length; i += 41) {
            byte[] bad = good.clone();
            bad[i] = (byte) (bad[i] == '3' ? '6' : '3');
            if (bad[i] != good[i] && good[i] != '\n') {
                assertThrows(VaultException.class, () -> vault(POD).open(bad, HERE));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$ANSIBLE_VAULT;",
                "$ANSIBLE_VAULT;1.1",
                "$ANSIBLE_VAULT;1.1;AES256",
                "$ANSIBLE_VAULT;1.1;AES256\n",
                "$ANSIBLE_VAULT;1.1;AES256\n3",
                "$ANSIBLE_VAULT;1.1;AES256\nzz",
                "$ANSIBLE_VAULT;1.1;AES256\n30 30",
                "$ANSIBLE_VAULT;1.1;AES256\n30300a",
                "$ANSIBLE_VAULT;1.1;AES256\n0a0a",
                "$ANSIBLE_VAULT;1.1;AES256\n330a30300a3030",
                "$ANSIBLE_VAULT;1.1;AES256\n30300a30300a7a7a",
                "$ANSIBLE_VAULT;1.0;AES\n3030",
                "$ANSIBLE_VAULT;2.0;AES256\n3030",
                "$ANSIBLE_VAULT;1.1;\u001b[31mred\n3030",
                "not a vault"
            })
    void refusesWhatIsMalformed(String text) {
        VaultException refused =
                assertThrows(VaultException.class, () -> vault(POD).open(text.getBytes(StandardCharsets.UTF_8), HERE));
        assertEquals(HERE, refused.problem().where());
        assertFalse(refused.getMessage().contains("\u001b"));
    }

    @Test
    void lineEndsOfAnotherSystemDoNotMatter() throws Exception {
        String text = Files.readString(golden("default.yml")).replace("\n", "\r\n");
        assertEquals(PLAIN, new String(vault(DEFAULT).open(ascii(text), HERE).plain(), StandardCharsets.UTF_8));
    }

    @Test
    void aPasswordPrintsAsStars() {
        assertEquals("Key[id=pod, password=********]", POD.toString());
        assertEquals(key("pod", "battery staple"), POD);
        assertNotEquals(key("pod", "another"), POD);
    }
}
