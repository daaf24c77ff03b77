package io.slipway.netboot.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.MacAddress;
import io.slipway.common.state.InstallTable;
import io.slipway.common.state.NodeTimeline;
import io.slipway.common.state.StateDatabase;
import io.slipway.common.template.Scope;
import io.slipway.netboot.boot.BootDesk;
import io.slipway.netboot.boot.DecideBoot;
import io.slipway.netboot.boot.Node;
import io.slipway.netboot.boot.NodeState;
import io.slipway.netboot.boot.NodeState.Happening;
import io.slipway.netboot.boot.NodeStates;
import io.slipway.netboot.boot.Platform;
import io.slipway.netboot.disk.DiskRule;
import io.slipway.netboot.files.Profiles;
import io.slipway.netboot.install.InstallNode;
import io.slipway.netboot.install.Installers;
import io.slipway.netboot.live.LiveKeys;
import io.slipway.netboot.serve.Telling.Asked;
import io.slipway.netboot.token.HostKeys;
import io.slipway.netboot.token.Tokens;
import io.slipway.server.Request;
import io.slipway.server.Response;
import io.slipway.server.Route;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the script that starts an installer to its last report, and all that must not be given to anybody else. */
class InstallRoutesTest {

    private static final String CARD = "52-54-00-00-00-02";
    private static final String OWN = "10.0.0.12";
    private static final String BASE = "http://10.0.0.1:8080";

    @TempDir
    Path folder;

    private static Instant now = Instant.parse("2026-11-23T03:00:00Z");

    private final List<Problem> failures = new ArrayList<>();
    private StateDatabase database;
    private NodeStates states;
    private Telling telling;
    private List<Route> routes;

    static Installing installing(Path folder, StateDatabase database, NodeStates states, Consumer<Problem> failures) {
        InstallTable table = new InstallTable(database);
        InstallNode node = new InstallNode("dgx01", "pod.internal", DiskRule.ONLY, () -> Scope.of(Map.of()));
        return new Installing(
                new Installing.Nodes(
                        Map.of("dgx01", node),
                        Map.of("dgx01", "deb"),
                        Map.of("dgx01", IpAddress.parse(OWN).orElseThrow())),
                states,
                new Profiles(folder.resolve("profiles")),
                new Installers(List.of(folder.resolve("pxe")), "KEY"),
                new Tokens(table, new SecureRandom(), () -> now),
                new HostKeys(table, new SecureRandom(), folder.resolve("known_hosts"), Map.of("dgx01", "dgx01," + OWN)),
                table,
                () -> now,
                failures);
    }

    static LiveKeys keys(Path folder, StateDatabase database, NodeStates states) {
        InstallTable table = new InstallTable(database);
        return new LiveKeys(
                states,
                new Tokens(table, new SecureRandom(), () -> now),
                new HostKeys(table, new SecureRandom(), folder.resolve("known_hosts"), Map.of("dgx01", "dgx01")));
    }

    @BeforeEach
    void make() throws IOException {
        now = Instant.parse("2026-11-23T03:00:00Z");
        Path profile = Files.createDirectories(folder.resolve("profiles/deb"));
        Files.writeString(profile.resolve("profile.yml"), "kernel: linux\ninstaller: flatcar\n");
        Files.writeString(profile.resolve("linux"), "kernel");
        Path templates = Files.createDirectories(folder.resolve("pxe/flatcar"));
        Files.writeString(templates.resolve("arguments.j2"), "url={{ install.answers }}config.ign");
        Files.writeString(
                templates.resolve("config.ign.j2"),
                "{\"ignition\":{\"version\":\"3.4.0\"},\"storage\":{\"files\":[{\"path\":\"/ticket={{ install.ticket }}=\"}]}}");
        start();
        states.happened("dgx01", Happening.ARMED, "test");
    }

    private void start() {
        database = StateDatabase.open(folder.resolve("home"));
        states = new NodeStates(new NodeTimeline(database), () -> now);
        Node node = new Node("dgx01", Optional.of("deb"), Node.Loader.FIRMWARE);
        BootDesk desk =
                new BootDesk(Map.of(MacAddress.parse(CARD).orElseThrow(), node), states, new DecideBoot(false, true));
        Installing installing = installing(folder, database, states, failures::add);
        telling = new Telling(
                desk,
                new Profiles(folder.resolve("profiles")),
                installing,
                keys(folder, database, states),
                failures::add);
        routes = InstallRoutes.of(installing);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private String boot(String source) {
        return telling.ipxe(CARD, "efi", "x86_64", new Asked(BASE, source), true)
                .orElseThrow();
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), text);
        return matcher.group(1);
    }

    private static String token(String script) {
        return found("url=" + BASE + "/install/answer/([^/]+)/config.ign", script);
    }

    private String text(Response response) {
        Response.Body body = (Response.Body) response;
        return body.status() + " " + UTF_8.decode(body.content().duplicate());
    }

    private String ask(String method, String rest, String source) {
        return text(routes.getFirst()
                .handler()
                .handle(new Request(
                        method,
                        "/install/answer/" + rest,
                        rest,
                        name -> name.equals("host") ? Optional.of("10.0.0.1:8080") : Optional.empty(),
                        name -> List.of(),
                        () -> new ByteArrayInputStream(new byte[0]),
                        source,
                        false)));
    }

    private String get(String token) {
        return ask("GET", token + "/config.ign", OWN);
    }

    private String report(String text, String source) {
        return text(routes.getLast()
                .handler()
                .handle(new Request(
                        "POST",
                        "/install/report",
                        "",
                        name -> Optional.empty(),
                        name -> List.of(),
                        () -> new ByteArrayInputStream(text.getBytes(UTF_8)),
                        source,
                        false)));
    }

    private List<String> timeline() {
        return new NodeTimeline(database)
                .events("dgx01").stream()
                        .map(event -> event.state() + ": " + event.cause())
                        .toList();
    }

    @Test
    void theWholeWay() {
        String token = token(boot(OWN));
        String config = get(token);
        assertTrue(config.startsWith("200 {"), config);
        String ticket = found("/ticket=([^=]+)=", config);
        assertNotEquals(token, ticket);
        assertEquals("204 ", report("ticket=" + ticket + "\nstate=began\n\n", OWN));
        assertEquals(NodeState.INSTALLING, states.of("dgx01"));
        assertEquals("204 ", report("ticket=" + ticket + "\nstate=done\n\nlast\u001b[2J words\n", OWN));
        assertEquals(NodeState.INSTALLED, states.of("dgx01"));
        assertEquals(
                "last?[2J words\n",
                new InstallTable(database).log("dgx01").orElseThrow().text());
        assertEquals(
                List.of(
                        "armed: test",
                        "booting: it fetched what installs deb",
                        "booting: its installer fetched config.ign",
                        "installing: its installer said: began",
                        "installed: its installer said: done"),
                timeline());
        assertTrue(report("ticket=" + ticket + "\nstate=failed\n\n", OWN).startsWith("403"), "tickets end with it");
        assertTrue(boot(OWN).contains("exit"), "it boots from disk now");
    }

    @Test
    void aTokenOpensADocumentOnce() {
        String token = token(boot(OWN));
        assertTrue(get(token).startsWith("200"));
        String again = get(token);
        assertEquals("403 refused: the log of the server says why\n", again);
        assertEquals(
                "booting: 10.0.0.12 asked for config.ign of dgx01: refused: it was given out already",
                timeline().getLast());
    }

    @Test
    void lookingDoesNotUseItUp() {
        String token = token(boot(OWN));
        assertTrue(ask("HEAD", token + "/config.ign", OWN).startsWith("200"));
        assertTrue(get(token).startsWith("200"));
    }

    @Test
    void thatItWasUsedSurvivesTheServer() {
        String token = token(boot(OWN));
        assertTrue(get(token).startsWith("200"));
        database.close();
        start();
        assertTrue(get(token).startsWith("403"));
    }

    @Test
    void anotherSourceGetsNothing() {
        String token = token(boot(OWN));
        assertTrue(ask("GET", token + "/config.ign", "10.0.0.13").startsWith("403"));
        assertEquals(
                "booting: 10.0.0.13 asked for config.ign of dgx01: refused: it was made for 10.0.0.12",
                timeline().getLast());
        assertTrue(get(token).startsWith("200"), "nobody else can use it up");
    }

    @Test
    void theScriptItselfIsForTheNodesOwnAddress() {
        String script = boot("10.0.0.13");
        assertFalse(script.contains("/install/answer/"), script);
        assertTrue(script.contains("it cannot be handed its answers"), script);
        assertTrue(timeline().getLast().contains("asked for from 10.0.0.13: refused"), timeline()::toString);
        assertEquals(NodeState.ARMED, states.of("dgx01"));
    }

    @Test
    void whatIsTooOldOrFromTheFutureGetsNothing() {
        String token = token(boot(OWN));
        now = now.plus(Duration.ofMinutes(30));
        assertTrue(get(token).startsWith("403"));
        now = now.minus(Duration.ofDays(1));
        assertTrue(get(token).startsWith("403"), "the clock jumped back");
        now = now.plus(Duration.ofDays(1)).minusSeconds(1);
        assertTrue(get(token).startsWith("200"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Happening.class,
            names = {"DISARMED", "FAILED", "ARMED", "INSTALLER_ENDED"})
    void inAnotherStateItGetsNothing(Happening happening) {
        String token = token(boot(OWN));
        states.happened("dgx01", happening, "test");
        assertTrue(get(token).startsWith("403"));
        assertTrue(timeline().getLast().contains("refused: the node is " + states.of("dgx01")), timeline()::toString);
    }

    @Test
    void theFirstThatIsUsedEndsThoseOfOtherBoots() {
        String first = token(boot(OWN));
        String second = token(boot(OWN));
        assertTrue(get(second).startsWith("200"));
        assertTrue(get(first).startsWith("403"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x/config.ign", "/config.ign", "x/../config.ign", "x/y/z"})
    void whatIsNoTokenGetsNothing(String path) {
        String said = ask("GET", path, OWN);
        assertTrue(said.startsWith("403") || said.startsWith("400"), said);
    }

    @Test
    void onlyDigestsAreKept() throws IOException {
        String token = token(boot(OWN));
        get(token);
        database.close();
        String file = Files.readString(folder.resolve("home/state.db"), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertFalse(file.contains(token));
        start();
    }

    @Test
    void aMistakeMadeMeanwhileIsNotServedAndUsesNothingUp() throws IOException {
        String token = token(boot(OWN));
        Path template = folder.resolve("pxe/flatcar/config.ign.j2");
        String good = Files.readString(template);
        Files.writeString(template, "{{ nothing }}");
        assertEquals("503 this cannot be made now: the log of the server says why\n", get(token));
        assertTrue(failures.toString().contains("'nothing' is undefined"), failures::toString);
        Files.writeString(template, good);
        assertTrue(get(token).startsWith("200"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "state=done", "ticket=x\nstate=done", "ticket=x\nstate=won", "\n\n\n"})
    void aReportOfNobodyIsRefused(String text) {
        assertTrue(report(text, OWN).startsWith("403"));
        assertEquals(NodeState.ARMED, states.of("dgx01"));
    }

    @Test
    void aReportIsTakenFromTheNodeAlone() {
        String ticket = found("/ticket=([^=]+)=", get(token(boot(OWN))));
        assertTrue(report("ticket=" + ticket + "\nstate=done\n\n", "10.0.0.13").startsWith("403"));
        assertEquals(NodeState.BOOTING, states.of("dgx01"));
        assertEquals("204 ", report("ticket=" + ticket + "\nstate=failed\n\nno disk\n", OWN));
        assertEquals(NodeState.FAILED, states.of("dgx01"));
        assertTrue(report("x".repeat(70_000), OWN).startsWith("413"));
    }

    @Test
    void whoOnlyLooksAtTheScriptOfANodeThatRunsFromMemoryIsGivenNoToken() throws IOException {
        Path profile = Files.createDirectories(folder.resolve("profiles/live"));
        Files.writeString(profile.resolve("profile.yml"), "kernel: linux\n");
        Files.writeString(profile.resolve("linux"), "kernel");
        states.happened("dgx01", Happening.RESCUE_WANTED, "test");
        Asked asked = new Asked(BASE, OWN);
        String seen = telling.ipxe(CARD, "efi", "x86_64", asked, false).orElseThrow();
        assertTrue(seen.contains("slipway.url=") && !seen.contains("slipway.key="), seen);
        assertTrue(boot(OWN).contains(" slipway.key="));
    }

    @Test
    void theNodeIsKnownFromThenOn() throws IOException {
        get(token(boot(OWN)));
        String known = Files.readString(folder.resolve("known_hosts"));
        assertTrue(known.matches("dgx01,10\\.0\\.0\\.12 ssh-ed25519 [A-Za-z0-9+/=]+\n"), known);
    }

    @Test
    void grubIsHandedItsAnswersTheSameWay() {
        String config = telling.grub(CARD, new Asked(BASE, OWN), true).orElseThrow();
        assertTrue(get(token(config)).startsWith("200"));
        assertTrue(Platform.named("efi", "x86_64").isPresent());
    }
}
