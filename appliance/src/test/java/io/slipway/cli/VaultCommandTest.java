package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.config.AnsibleConfig;
import io.slipway.automation.vault.ExternalEditor;
import io.slipway.cli.line.CommandLine;
import io.slipway.cli.line.Syntax;
import io.slipway.common.ProblemException;
import io.slipway.common.Secret;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands do to files and streams; that ansible-vault agrees is shown by {@link SameVaultAsAnsibleTest}. */
class VaultCommandTest {

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();
    private @Nullable Exception failure;
    private String input = "";
    private String editor = "false";
    private Path file;
    private String one;
    private String two;

    @BeforeEach
    void start() throws IOException {
        environment.put("ANSIBLE_CONFIG", write("ansible.cfg", "").toString());
        one = secret("one");
        two = secret("two");
        file = write("secrets.yml", "a: 1\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private String secret(String name) throws IOException {
        Path password = write(name, name + " password\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        return password.toString();
    }

    /** @return what went to standard output */
    private String run(String... arguments) {
        out.reset();
        Console console = new Console(new PrintWriter(err), new PrintWriter(err), false, false, 79);
        VaultCommand.Person person = new VaultCommand.Person() {
            @Override
            public Optional<Secret> hidden(String prompt) {
                return Optional.ofNullable(answers.poll()).map(Secret::new);
            }

            @Override
            public Optional<Secret> shown(String prompt) {
                return hidden(prompt);
            }
        };
        VaultCommand command = new VaultCommand(
                console,
                () -> new VaultAccess(
                        AnsibleConfig.find(folder, environment, console::warn), person::hidden, console::warn),
                person,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                Optional.of(editor),
                Optional.empty());
        failure = null;
        try {
            CommandLine.read(new Syntax("slipway vault", ""), command, List.of(arguments))
                    .run();
        } catch (Exception e) {
            failure = e;
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private ProblemException refusal(String... arguments) {
        run(arguments);
        return assertInstanceOf(ProblemException.class, failure);
    }

    private String text() throws IOException {
        return Files.readString(file);
    }

    private String mode() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void encryptsAndDecryptsInPlaceForTheOwnerAlone() throws IOException {
        run("encrypt", "--vault-id", one, file.toString());
        assertTrue(text().startsWith("$ANSIBLE_VAULT;1.1;AES256\n"));
        assertEquals("rw-------", mode());
        assertEquals("a: 1\n", run("view", "-vv", "--vault-password-file", one, file.toString()));
        run("decrypt", "--vault-pass-file", one, file.toString());
        assertEquals("a: 1\n", text());
        assertEquals("rw-------", mode());
        assertEquals("", err.toString());
    }

    @Test
    void goesBetweenStreams() {
        input = "text\n";
        String encrypted = run("encrypt", "--vault-id", "dev@" + one);
        assertTrue(encrypted.startsWith("$ANSIBLE_VAULT;1.2;AES256;dev\n"), encrypted);
        input = encrypted;
        assertEquals("text\n", run("decrypt", "--vault-id", one, "-"));
    }

    @Test
    void writesTheResultElsewhere() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        run("encrypt", "--vault-id", one, "--output", elsewhere.toString(), file.toString());
        assertEquals("a: 1\n", text());
        assertEquals("a: 1\n", run("decrypt", "--vault-id", one, "--output", "-", elsewhere.toString()));
        assertEquals(
                "At most one input file may be used with the --output option",
                refusal("encrypt", "--vault-id", one, "--output", "x", "a", "b")
                        .problem()
                        .what());
    }

    @Test
    void followsALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        run("encrypt", "--vault-id", one, link.toString());
        assertTrue(Files.isSymbolicLink(link));
        assertTrue(text().startsWith("$ANSIBLE_VAULT"));
    }

    @Test
    void rekeyKeepsTheMode() throws IOException {
        run("encrypt", "--vault-id", one, file.toString());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        run("rekey", "--vault-id", one, "--new-vault-id", "prod@" + two, file.toString());
        assertTrue(text().startsWith("$ANSIBLE_VAULT;1.2;AES256;prod\n"));
        assertEquals("rw-r-----", mode());
        assertEquals("a: 1\n", run("view", "--vault-id", two, file.toString()));
        assertEquals("Rekey successful\n", err.toString());
    }

    @Test
    void editKeepsModePasswordAndName() throws IOException {
        run("encrypt", "--vault-id", "dev@" + one, file.toString());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        editor = "sed -i s/1/2/";
        run("edit", "--vault-id", two, "--vault-id", "other@" + one, file.toString());
        assertTrue(text().startsWith("$ANSIBLE_VAULT;1.2;AES256;dev\n"));
        assertEquals("rw-r-----", mode());
        assertEquals("a: 2\n", run("view", "--vault-id", one, file.toString()));
    }

    @Test
    void editWritesNothingWhenNothingChanged() throws IOException {
        run("encrypt", "--vault-id", one, file.toString());
        String before = text();
        editor = "true";
        run("edit", "--vault-id", one, file.toString());
        assertEquals(before, text());
    }

    @Test
    void theEditorsFileIsPrivateAndGoneAlsoAfterAFailure() throws IOException {
        run("encrypt", "--vault-id", one, file.toString());
        String before = text();
        Path seen = folder.resolve("seen");
        editor = "f() { stat -c '%a %n' \"$1\" \"$(dirname \"$1\")\" >" + seen + "; cp \"$1\" \"$1~\"; return 3; }; f";
        assertTrue(refusal("edit", "--vault-id", one, file.toString())
                .problem()
                .what()
                .contains("code 3"));
        List<String> lines = Files.readAllLines(seen);
        assertTrue(lines.get(0).startsWith("600 ") && lines.get(0).endsWith(".yml"), lines.get(0));
        assertTrue(lines.get(1).startsWith("700 "), lines.get(1));
        assertFalse(Files.exists(Path.of(lines.get(1).substring(4))));
        assertEquals(before, text());
    }

    @Test
    void createMakesAFileOnce() throws IOException {
        editor = "echo new >";
        Path fresh = folder.resolve("group_vars/all.yml");
        run("create", "--vault-id", one, fresh.toString());
        assertEquals("new\n", run("view", "--vault-id", one, fresh.toString()));
        assertTrue(refusal("create", "--vault-id", one, fresh.toString())
                .problem()
                .what()
                .endsWith("exists, please use 'edit' instead"));
    }

    @Test
    void nothingIsLeftBesideAFile() throws IOException {
        run("encrypt", "--vault-id", one, file.toString());
        try (Stream<Path> entries = Files.list(folder)) {
            assertFalse(entries.anyMatch(entry -> entry.toString().endsWith(".tmp")));
        }
        assertNotEquals(folder, ExternalEditor.usualWorkshop());
    }

    @Test
    void encryptsTextsForPasting() {
        String block = run("encrypt_string", "--vault-id", "dev@" + one, "--name", "secret", "sesame");
        YamlNode.Mapping yaml = (YamlNode.Mapping) YamlReader.read("pasted", block);
        YamlNode.Scalar value = (YamlNode.Scalar) yaml.get("secret").orElseThrow();
        assertTrue(value.vaulted());
        assertTrue(block.startsWith("secret: !vault |\n          $ANSIBLE_VAULT;1.2;AES256;dev\n          "), block);
        assertFalse(block.endsWith("\n"));
        input = value.text();
        assertEquals("sesame", run("decrypt", "--vault-id", one));
    }

    @Test
    void severalTextsAreTold() {
        input = "from stdin";
        run("encrypt-string", "--vault-id", one, "--stdin-name", "s", "-n", "x", "first", "second");
        assertEquals("""
                The number of --name options do not match the number of args.
                The last named variable will be "x". The rest will not have names.
                # The encrypted version of variable ("s", the string #1 from stdin).
                # The encrypted version of variable ("x", the string #2 from the command line args).
                # The encrypted version of the string #3 from the command line args.)
                """, err.toString());
    }

    @Test
    void asksForTheText() {
        answers.addAll(List.of("name", "typed"));
        assertTrue(run("encrypt_string", "--vault-id", one, "--prompt").startsWith("name: !vault |\n"));
        answers.addAll(List.of("", ""));
        assertEquals(
                "The plaintext provided from the prompt was empty, not encrypting",
                refusal("encrypt_string", "--vault-id", one, "-p").problem().what());
    }

    @Test
    void severalPasswordsNeedAChoice() throws IOException {
        String[] both = {"encrypt", "--vault-id", "a@" + one, "--vault-id", "b@" + two, file.toString()};
        assertTrue(refusal(both).problem().what().startsWith("The vault-ids a,b are available to encrypt."));
        run("encrypt", "--vault-id", "a@" + one, "--vault-id", "b@" + two, "--encrypt-vault-id", "b", file.toString());
        assertTrue(text().startsWith("$ANSIBLE_VAULT;1.2;AES256;b\n"));
        assertTrue(refusal("encrypt_string", "--vault-id", "a@" + one, "--encrypt-vault-id", "c", "x")
                .problem()
                .what()
                .startsWith("Did not find a match for --encrypt-vault-id=c"));
    }

    @Test
    void passwordsComeFromConfigurationToo() throws IOException {
        write(
                "ansible.cfg",
                "[defaults]\nvault_identity_list = dev@" + one + "\nvault_password_file = two\n"
                        + "vault_identity = usual\nvault_encrypt_identity = usual\n");
        run("encrypt", file.toString());
        assertTrue(text().startsWith("$ANSIBLE_VAULT;1.2;AES256;usual\n"));
        assertEquals("a: 1\n", run("view", file.toString()));
        environment.put("ANSIBLE_VAULT_ENCRYPT_IDENTITY", "dev");
        input = "x";
        assertTrue(run("encrypt").startsWith("$ANSIBLE_VAULT;1.2;AES256;dev\n"));
    }

    @Test
    void withoutAnyPasswordOneIsAskedFor() throws IOException {
        answers.addAll(List.of("typed", "typed", "typed"));
        run("encrypt", file.toString());
        assertEquals("a: 1\n", run("view", file.toString()));
        assertTrue(refusal("view", file.toString()).problem().hint().contains("--vault-password-file"));
    }

    @Test
    void whatIsNotEncryptedCannotBeDecrypted() throws IOException {
        assertEquals(
                "input is not vault encrypted data",
                refusal("decrypt", "--vault-id", one, file.toString()).problem().what());
        assertEquals("a: 1\n", text());
        run("encrypt", "--vault-id", one, file.toString());
        assertEquals(
                "input is already encrypted",
                refusal("encrypt", "--vault-id", one, file.toString()).problem().what());
    }

    @Test
    void refusesTwoWaysAtOnce() {
        assertTrue(refusal("view", "--ask-vault-pass", "--vault-password-file", one, file.toString())
                .problem()
                .what()
                .contains("not allowed with"));
        assertTrue(refusal("rekey", "--vault-id", one, "--new-vault-id", two, "--new-vault-password-file", two, "x")
                .problem()
                .what()
                .contains("not allowed with"));
    }
}
