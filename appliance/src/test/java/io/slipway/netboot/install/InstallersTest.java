package io.slipway.netboot.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.template.Scope;
import io.slipway.common.yaml.YamlReader;
import io.slipway.netboot.disk.DiskRule;
import io.slipway.netboot.disk.ReadDiskRule;
import io.slipway.netboot.files.Profile;
import io.slipway.netboot.ignition.ValidateIgnition;
import io.slipway.netboot.token.HostKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of the templates that lie in {@code pxe/}, and of others. */
class InstallersTest {

    private static final Path SHIPPED = Path.of("../pxe").toAbsolutePath().normalize();
    private static final Way WAY = new Way("10.0.0.1:8080", "7", "TOKEN", "TICKET");
    private static final HostKey KEY =
            new HostKey("-----BEGIN KEY-----\nabc\n-----END KEY-----\n", "ssh-ed25519 AAAA dgx01");

    @TempDir
    Path own;

    private final Map<String, Object> variables = new HashMap<>();
    private Installers installers;

    @BeforeEach
    void make() {
        installers = new Installers(List.of(own, SHIPPED), "-----BEGIN PGP PUBLIC KEY BLOCK-----\n");
        variables.put("install_image", "image.iso");
        variables.put("install_platform", "dgx_h100");
        variables.put("install_repository", "http://10.0.0.1:8080/rocky/9");
        variables.put("install_ssh_keys", List.of("ssh-ed25519 AAAA admin"));
    }

    private static Profile profile(String installer) {
        return new Profile("p", "linux", List.of("initrd.gz"), "console=ttyS0", Optional.of(installer), List.of());
    }

    private InstallNode node(String disk) {
        List<Problem> problems = new ArrayList<>();
        DiskRule rule = ReadDiskRule.of(YamlReader.read("pod.yml", disk), "dgx01", problems)
                .orElseThrow();
        assertEquals(List.of(), problems);
        return new InstallNode("dgx01", "pod.internal", rule, () -> Scope.of(variables));
    }

    private InstallNode node() {
        return node("{match: {path: /dev/disk/by-path/pci-1}}");
    }

    @ParameterizedTest
    @EnumSource
    void everyShippedTemplateIsWhole(Installer installer) {
        assertEquals(List.of(), installers.mistakes(profile(installer.toString()), node()));
    }

    @ParameterizedTest
    @CsvSource({
        "debian, preseed.cfg, url=http://10.0.0.1:8080/install/answer/TOKEN/preseed.cfg",
        "ubuntu, user-data, ds=nocloud-net;s=http://10.0.0.1:8080/install/answer/TOKEN/",
        "dgxos, ai.yaml, force-ai=http://10.0.0.1:8080/install/answer/TOKEN/ai.yaml",
        "rocky, ks.cfg, inst.ks=http://10.0.0.1:8080/install/answer/TOKEN/ks.cfg",
        "coreos, config.ign, coreos.inst.ignition_url=http://10.0.0.1:8080/install/answer/TOKEN/config.ign",
        "flatcar, config.ign, ignition.config.url=http://10.0.0.1:8080/install/answer/TOKEN/config.ign"
    })
    void theKernelIsToldOfTheTokenAndTheDocumentOfTheTicket(String installer, String document, String argument) {
        String arguments = installers.arguments(profile(installer), node(), WAY);
        assertTrue((arguments + " ").contains(argument + " "), arguments);
        assertTrue(arguments.endsWith(" console=ttyS0"), arguments);
        assertFalse(arguments.contains("TICKET"), arguments);
        String made = installers.document(profile(installer), node(), document, WAY, KEY, "");
        assertFalse(made.contains("TOKEN"), made);
    }

    @Test
    void whatDgxOsNeedsIsSaidToItAlone() {
        String arguments = installers.arguments(profile("dgxos"), node(), WAY);
        assertTrue(arguments.contains("force-platform=dgx_h100 "), arguments);
        assertFalse(arguments.contains("ds=nocloud"), "its own answers would win over these: " + arguments);
    }

    @Test
    void anAutoinstallIsYamlWithTheNodesName() {
        String made = installers.document(profile("ubuntu"), node("{match: smallest}"), "user-data", WAY, KEY, "");
        assertTrue(made.startsWith("#cloud-config\n"), made);
        Map<?, ?> all = (Map<?, ?>) YamlReader.read("user-data", made).toValue();
        Map<?, ?> autoinstall = (Map<?, ?>) all.get("autoinstall");
        assertEquals("dgx01", ((Map<?, ?>) autoinstall.get("identity")).get("hostname"));
        String early = autoinstall.get("early-commands").toString();
        assertTrue(early.contains("sh /tmp/pick-disk.sh smallest"), early);
        assertTrue(autoinstall.get("late-commands").toString().contains(KEY.secret()), "the host key is not delivered");
        assertEquals(
                "instance-id: dgx01-7\nlocal-hostname: dgx01\n",
                installers.document(profile("ubuntu"), node(), "meta-data", WAY, KEY, ""));
    }

    private static void isShell(String script) throws Exception {
        Process shell = new ProcessBuilder("sh", "-n").redirectErrorStream(true).start();
        shell.getOutputStream().write(script.getBytes(UTF_8));
        shell.getOutputStream().close();
        String said = new String(shell.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, shell.waitFor(), () -> said + "\n" + script);
    }

    @Test
    void everyScriptInThemIsOneForTheShell() throws Exception {
        String preseed = installers.document(profile("debian"), node(), "preseed.cfg", WAY, KEY, "");
        String packed = preseed.replaceAll("(?s).*early_command string echo (\\S+) .*", "$1");
        isShell(new String(Base64.getDecoder().decode(packed), UTF_8));
        String autoinstall = installers.document(profile("ubuntu"), node(), "user-data", WAY, KEY, "");
        Map<?, ?> all = (Map<?, ?>)
                ((Map<?, ?>) YamlReader.read("user-data", autoinstall).toValue()).get("autoinstall");
        for (String key : List.of("early-commands", "late-commands", "error-commands")) {
            isShell(String.valueOf(((List<?>) ((List<?>) all.get(key)).getFirst()).getLast()));
        }
        String kickstart = installers.document(profile("rocky"), node(), "ks.cfg", WAY, KEY, "");
        for (String section : List.of("%pre --erroronfail", "%post --nochroot", "%onerror")) {
            String from = kickstart.substring(kickstart.indexOf(section) + section.length());
            isShell(from.substring(0, from.indexOf("\n%end")));
        }
    }

    @Test
    void ignitionIsMadeOfButaneAndAccepted() {
        String made = installers.document(profile("flatcar"), node(), "config.ign", WAY, KEY, "");
        assertTrue(ValidateIgnition.json("config.ign", made).accepted(), made);
        assertTrue(made.startsWith("{"), made);
    }

    @ParameterizedTest
    @CsvSource({"3.5.0, 3.4.0", "3.4.0, 3.4.0", "3.3.0, 3.3.0", "3.2.0, 3.2.0"})
    void ignitionGetsTheVersionThatItKnows(String asked, String given) {
        String accept = "application/vnd.coreos.ignition+json;version=" + asked + ", */*;q=0.1";
        String made = installers.document(profile("coreos"), node(), "config.ign", WAY, KEY, accept);
        assertTrue(
                made.contains("\"version\": \"" + given + "\"") || made.contains("\"version\":\"" + given + "\""),
                made);
        assertTrue(ValidateIgnition.json("config.ign", made).accepted(), made);
    }

    @Test
    void whatAnOldIgnitionWouldPassOverIsNotServedToIt() throws IOException {
        Files.createDirectories(own.resolve("coreos"));
        Files.writeString(
                own.resolve("coreos/config.ign.j2"),
                "{\"ignition\": {\"version\": \"3.4.0\"}, \"kernelArguments\": {\"shouldExist\": [\"a\"]}}");
        String accept = "application/vnd.coreos.ignition+json;version=3.2.0, */*;q=0.1";
        ProblemException said = assertThrows(
                ProblemException.class,
                () -> installers.document(profile("coreos"), node(), "config.ign", WAY, KEY, accept));
        assertTrue(
                said.problem().what().contains("has version 3.4.0, and its client knows 3.2.0"),
                () -> said.problem().toString());
    }

    @Test
    void anOwnTemplateWins() throws IOException {
        Files.createDirectories(own.resolve("rocky"));
        Files.writeString(own.resolve("rocky/arguments.j2"), "mine={{ install.name }}\n");
        assertEquals("mine=dgx01 console=ttyS0", installers.arguments(profile("rocky"), node(), WAY));
    }

    private String refused(String installer, InstallNode node) {
        List<Problem> problems = installers.mistakes(profile(installer), node);
        assertFalse(problems.isEmpty(), "nothing was found");
        return problems.toString();
    }

    @Test
    void aVariableThatIsMissingIsToldWithItsPlace() {
        variables.remove("install_platform");
        String said = refused("dgxos", node());
        assertTrue(said.contains("what installs dgx01 cannot be made: 'install_platform' is undefined"), said);
        assertTrue(said.contains("dgxos/arguments.j2:1:"), said);
    }

    @Test
    void coreosMustKnowTheDiskBeforeAnybodySeesIt() {
        String said = refused("coreos", node("{match: smallest}"));
        assertTrue(said.contains("the disk of dgx01 must be named by its path"), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"debian", "ubuntu", "rocky", "coreos"})
    void aSystemOnSeveralDisksIsNotPutOnOne(String installer) {
        String said = refused(installer, node("{match: {path: /dev/disk/by-path/pci-1}, count: 2}"));
        assertTrue(said.contains("the inventory names 2 disks for the system of dgx01"), said);
        assertTrue(said.contains("an installer puts it on one"), said);
    }

    @Test
    void aPreseedWithAMistakeIsNotServed() throws IOException {
        Files.createDirectories(own.resolve("debian"));
        Files.writeString(
                own.resolve("debian/preseed.cfg.j2"),
                "d-i mirror/http/hostname string x\nd-i partman/confirm bolean yes\nd-i passwd/root-login boolean ja\nfoo\n"
                        + "d-i mirror/http/hostname string y\n");
        String said = refused("debian", node());
        assertTrue(said.contains("a question has no type 'bolean'"), said);
        assertTrue(said.contains("'passwd/root-login' must be true or false"), said);
        assertTrue(said.contains("this line is not an owner, a question, a type and a value"), said);
        assertTrue(said.contains("'mirror/http/hostname' is answered twice"), said);
        assertThrows(
                ProblemException.class,
                () -> installers.document(profile("debian"), node(), "preseed.cfg", WAY, KEY, ""));
    }

    @Test
    void aKickstartWithAMistakeIsNotServed() throws IOException {
        Files.createDirectories(own.resolve("rocky"));
        Files.writeString(own.resolve("rocky/ks.cfg.j2"), "lang en_US\nkeybord us\nurl --url=x\n%packages\n@core\n");
        String said = refused("rocky", node());
        assertTrue(said.contains("there is no command 'keybord'") && said.contains("keyboard"), said);
        assertTrue(said.contains("the section %packages does not end"), said);
        assertTrue(said.contains("'timezone' is missing") && said.contains("'rootpw' is missing"), said);
    }

    @Test
    void anAutoinstallThatWouldTakeAnyDiskIsNotServed() throws IOException {
        Files.createDirectories(own.resolve("ubuntu"));
        Files.writeString(
                own.resolve("ubuntu/user-data.j2"),
                "autoinstall:\n  version: 2\n  storag: {}\n  storage: {layout: {name: lvm}}\n  late-commands: x\n");
        String said = refused("ubuntu", node());
        assertTrue(said.contains("the first line must be '#cloud-config'"), said);
        assertTrue(said.contains("unknown key 'storag'"), said);
        assertTrue(said.contains("'version' must be 1") && said.contains("'identity' is missing"), said);
        assertTrue(said.contains("'layout' has no 'match'") && said.contains("'late-commands' must be a list"), said);
    }

    @Test
    void anIgnitionConfigWithAMistakeIsNotServed() throws IOException {
        Files.createDirectories(own.resolve("coreos"));
        Files.writeString(
                own.resolve("coreos/config.ign.j2"),
                "{\"ignition\": {\"version\": \"3.4.0\"}, \"storage\": {\"files\": [{\"path\": \"x\"}]}}");
        assertTrue(refused("coreos", node()).contains("config.ign.j2:1:"));
    }

    /** What is put in quotes cannot get out of them. */
    @Test
    void hostileVariablesStayValues() {
        variables.put("install_ssh_keys", List.of("x\"  evil: {{ 1 }} '$(touch /tmp/x)"));
        variables.put("install_password_hash", "a\": b\n  c: d");
        String made = installers.document(profile("ubuntu"), node(), "user-data", WAY, KEY, "");
        Map<?, ?> all = (Map<?, ?>) YamlReader.read("user-data", made).toValue();
        assertEquals(1, all.size());
        assertEquals(
                "a\": b\n  c: d", ((Map<?, ?>) ((Map<?, ?>) all.get("autoinstall")).get("identity")).get("password"));
        variables.put("install_ssh_keys", List.of("x\nSLIPWAY\ntouch /tmp/x"));
        assertTrue(refused("ubuntu", node()).contains("a value is more than one line"));
        variables.put("install_ssh_keys", List.of());
        variables.put("install_password_hash", "x\nd-i preseed/evil string y");
        assertTrue(refused("debian", node()).contains("a value is more than one line"));
    }

    @Test
    void nothingOutsideOfTheFoldersIsIncluded() throws IOException {
        Files.createDirectories(own.resolve("rocky"));
        Files.writeString(own.resolve("rocky/arguments.j2"), "{% include '../../../../etc/hostname' %}");
        assertTrue(refused("rocky", node()).contains("etc/hostname"));
    }
}
