package io.slipway.mirror.oci.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.mirror.fetch.Backoff;
import io.slipway.mirror.fetch.Credentials;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.ImageName;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.OciException;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.oci.transfer.Companion;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registries as they are; what each does is what the public one of that name does. No such host is asked. */
class RegistryClientTest {

    @TempDir
    Path directory;

    private final FakeRegistry registry = new FakeRegistry();
    private final TestImages images = new TestImages();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T08:00:00Z"));
    private final List<AutoCloseable> open = new ArrayList<>();
    private Manifest image;

    @BeforeEach
    void prepare() {
        image = images.image("amd64", 1, 2);
        images.tag("v1", image);
        registry.serve("team/app", images).serve("library/app", images).serve("other/app", images);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        registry.close();
    }

    private RegistryClient client(String host, Credentials credentials) {
        Backoff backoff = new Backoff(4, Duration.ofSeconds(1), Duration.ofSeconds(9), pauses::add);
        InstantSource clock = now::get;
        Fetch.Settings settings = new Fetch.Settings(
                backoff, 4, Duration.ofSeconds(20), ProxySelector.of(null), credentials, List.of(), clock);
        RegistryClient client =
                new RegistryClient(settings, new Registries(Map.of(host, registry.uri()), plain -> false));
        open.add(client);
        return client;
    }

    private RemoteRepository at(String name, Credentials credentials) {
        ImageName image = ImageName.parse(name).orElseThrow();
        return client(image.host(), credentials).repository(image);
    }

    private RemoteRepository at(String name) {
        return at(name, Credentials.none());
    }

    private Credentials password(String host, String login, String word) throws IOException {
        Path file = directory.resolve("auth.conf");
        Files.writeString(file, "machine http://" + host + " login " + login + " password " + word + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return Credentials.in(file);
    }

    private static byte[] read(RemoteRepository from, Descriptor blob) throws IOException {
        try (InputStream in = from.open(blob, 0)) {
            return in.readAllBytes();
        }
    }

    private void anonymousToken() {
        registry.habits.challenges = List.of("Bearer realm=\"$REALM\",service=\"registry.example.org\"");
    }

    @Test
    void dockerHubNamesWithoutAFolderAreInLibraryAndTheTokenIsAnonymous() throws IOException {
        anonymousToken();
        RemoteRepository app = at("app");
        assertEquals("docker.io/library/app", app.name().toString());
        assertArrayEquals(image.content(), app.manifest("v1").content());
        for (Descriptor blob : image.blobs()) {
            assertArrayEquals(images.blobs().get(blob.digest().toString()), read(app, blob));
        }
        assertEquals(
                List.of("service=registry.example.org&scope=repository:library/app:pull"),
                registry.tokenRequests,
                "one token for all of it");
    }

    @Test
    void tagsAreResolvedByHeadWhichDoesNotCountAsAPull() {
        anonymousToken();
        assertEquals(image.self(), at("app").resolve("v1").orElseThrow());
        assertTrue(registry.requests.stream().allMatch(each -> each.startsWith("HEAD ")), registry.requests.toString());
        assertTrue(at("app").resolve("v2").isEmpty());
    }

    @Test
    void aHeadThatDoesNotTellTheDigestIsFollowedByAGet() {
        registry.habits.headWithoutDigest = true;
        assertEquals(
                image.self(), at("registry.example.org/team/app").resolve("v1").orElseThrow());
    }

    @Test
    void nvidiaWantsOauthtokenAndDoesNotQuoteNorNameAService() throws IOException {
        registry.habits.challenges = List.of("Bearer realm=$REALM,scope=repository:team/app:pull");
        registry.habits.password = "$oauthtoken:the-key";
        RemoteRepository app = at("nvcr.io/team/app", password("nvcr.io", "$oauthtoken", "the-key"));
        assertArrayEquals(image.content(), app.manifest("v1").content());
        assertEquals(List.of("scope=repository:team/app:pull"), registry.tokenRequests);
    }

    @Test
    void aWrongPasswordIsNamedWithTheFileWhereTheRightOneBelongs() throws IOException {
        anonymousToken();
        registry.habits.password = "me:right";
        RemoteRepository app = at("nvcr.io/team/app", password("nvcr.io", "me", "wrong"));
        Problem problem =
                assertThrows(ClientException.class, () -> app.manifest("v1")).problem();
        assertTrue(problem.why().contains("answered 401: the name or the password is wrong"), problem.toString());
        assertTrue(problem.hint().contains("auth.conf"), problem.toString());
        assertFalse(problem.toString().contains("wrong\n") || problem.toString().contains("me:"), problem.toString());
    }

    @Test
    void githubCallsItAccessTokenAndSomeTokensAreGoodForOneThingEach() {
        anonymousToken();
        registry.habits.token = "{\"access_token\":\"$TOKEN\",\"expires_in\":300}";
        RegistryClient client = client("ghcr.io", Credentials.none());
        client.repository(new ImageName("ghcr.io", "team/app")).manifest("v1");
        client.repository(new ImageName("ghcr.io", "other/app")).manifest("v1");
        client.repository(new ImageName("ghcr.io", "team/app")).manifest("v1");
        assertEquals(
                List.of(
                        "service=registry.example.org&scope=repository:team/app:pull",
                        "service=registry.example.org&scope=repository:other/app:pull"),
                registry.tokenRequests);
        assertEquals(
                1,
                registry.requests.size() - 3,
                "once it is known that tokens are wanted, nothing is asked without: " + registry.requests);
    }

    @Test
    void aTokenIsRenewedBeforeItExpiresAndWhenItIsRefused() {
        anonymousToken();
        registry.habits.token = "{\"token\":\"$TOKEN\",\"expires_in\":300}";
        RemoteRepository app = at("quay.io/team/app");
        app.manifest("v1");
        now.set(now.get().plusSeconds(289));
        app.manifest("v1");
        assertEquals(1, registry.tokenRequests.size());
        now.set(now.get().plusSeconds(2));
        app.manifest("v1");
        assertEquals(2, registry.tokenRequests.size());
        registry.forgetTokens();
        app.manifest("v1");
        assertEquals(3, registry.tokenRequests.size());
    }

    @Test
    void basicIsTakenWhereItIsWanted() throws IOException {
        registry.habits.challenges = List.of("Basic realm=\"a, b\"");
        registry.habits.password = "me:pass";
        RemoteRepository app = at("registry.example.org/team/app", password("registry.example.org", "me", "pass"));
        assertArrayEquals(image.content(), app.manifest("v1").content());
        Problem problem = assertThrows(
                        ClientException.class,
                        () -> at("registry.example.org/team/app").manifest("v1"))
                .problem();
        assertTrue(problem.why().contains("401: UNAUTHORIZED, said by the registry"), problem.toString());
    }

    @Test
    void blobsElsewhereAreNotShownTheTokenAndARedirectIsAskedForAnew() throws IOException {
        anonymousToken();
        registry.habits.redirectsBlobs = true;
        registry.habits.blobsBreakAfter = 4_000;
        RemoteRepository app = at("registry.k8s.io/team/app");
        Descriptor layer = image.blobs().getLast();
        assertArrayEquals(images.blobs().get(layer.digest().toString()), read(app, layer));
        assertEquals(List.of("null", "null"), registry.shownElsewhere);
        assertEquals(
                List.of(
                        "GET team/app/blobs/" + layer.digest(),
                        "GET team/app/blobs/" + layer.digest() + " bytes=4000-"),
                registry.requests.stream().skip(1).toList(),
                "the address that it led to may have expired");
    }

    @Test
    void aRateLimitIsWaitedOutForAsLongAsTheRegistrySays() {
        registry.habits.manifestGetsBefore429 = 1;
        RemoteRepository app = at("app");
        app.manifest("v1");
        app.manifest("v1");
        assertEquals(List.of(Duration.ofSeconds(7)), pauses);
    }

    @Test
    void anOldImageOfSchema1IsRefusedClearly() {
        images.tags().put("old", "sha256:" + "0".repeat(64));
        byte[] old = "{\"schemaVersion\":1,\"name\":\"team/app\",\"fsLayers\":[]}".getBytes(StandardCharsets.UTF_8);
        Manifest odd = new Manifest(
                new Descriptor(
                        "application/vnd.docker.distribution.manifest.v1+prettyjws", OciDigest.sha256(old), old.length),
                old,
                List.of(),
                List.of(),
                java.util.Optional.empty());
        images.manifests().put(odd.self().digest().toString(), odd);
        images.tag("old", odd);
        Problem problem = assertThrows(
                        OciException.class, () -> at("quay.io/team/app").manifest("old"))
                .problem();
        assertTrue(problem.why().contains("schema 1"), problem.toString());
    }

    @Test
    void aManifestThatIsNotTheOneAskedForIsRefused() {
        Manifest other = images.image("arm64", 3);
        images.manifests().put(image.self().digest().toString(), other);
        assertThrows(
                ClientException.class,
                () -> at("quay.io/team/app").manifest(image.self().digest().toString()));
    }

    @Test
    void allPagesOfTagsAreRead() {
        registry.habits.pageSize = 2;
        List.of("a", "b", "c", "d").forEach(tag -> images.tag(tag, image));
        assertEquals(List.of("a", "b", "c", "d", "v1"), at("quay.io/team/app").tags());
    }

    @Test
    void signaturesAreFoundByTheApiByItsTagAndByCosignsTags() {
        Manifest bySubject = images.signatureOf(image, true);
        Manifest byTag = images.signatureOf(image, false);
        String hex = image.self().digest().hex();
        images.tag("sha256-" + hex + ".sig", byTag);
        RemoteRepository app = at("quay.io/team/app");
        assertEquals(
                List.of(bySubject, byTag).stream()
                        .map(each -> each.self().digest())
                        .toList(),
                found(app));
        registry.habits.referrersApi = false;
        assertEquals(List.of(byTag.self().digest()), found(app));
        images.tag("sha256-" + hex, images.index(Map.of("linux/amd64", bySubject)));
        assertEquals(List.of(bySubject.self().digest(), byTag.self().digest()), found(app));
    }

    private List<OciDigest> found(RemoteRepository app) {
        return FromRegistry.companions(app, image.self().digest()).stream()
                .map(Companion::manifest)
                .map(each -> each.self().digest())
                .toList();
    }

    @Test
    void whatIsNotThereSaysSo() {
        ClientException absent =
                assertThrows(ClientException.class, () -> at("quay.io/team/app").manifest("v9"));
        assertTrue(absent.absent());
        assertEquals("there is no image 'quay.io/team/app:v9'", absent.problem().what());
        assertEquals(
                MediaTypes.OCI_MANIFEST,
                at("quay.io/team/app").manifest("v1").self().mediaType());
    }
}
