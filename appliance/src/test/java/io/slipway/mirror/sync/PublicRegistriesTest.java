package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.mirror.fetch.Backoff;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.oci.client.FakeRegistry;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.VerifyStore;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole sync from registries with the habits of the public ones; no such host is asked. */
class PublicRegistriesTest {

    @TempDir
    Path directory;

    private final FakeRegistry registry = new FakeRegistry();
    private final TestImages images = new TestImages();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private Manifest index;
    private Manifest signature;
    private ContentStore store;

    @BeforeEach
    void prepare() throws IOException {
        store = ContentStore.in(directory.resolve("home/store"));
        Files.createDirectories(directory.resolve("mirrors"));
        index = images.index(Map.of(
                "linux/amd64", images.image("amd64", 1, 2),
                "linux/arm64", images.image("arm64", 1, 3)));
        signature = images.signatureOf(index, false);
        images.tag("v1", index).tag("sha256-" + index.self().digest().hex() + ".sig", signature);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Outcome sync(String host, String repository) throws IOException {
        registry.serve(repository, images);
        Files.writeString(directory.resolve("mirrors/images.yml"), """
                images: ['%1$s/%2$s:v1']
                registries: {%1$s: {uri: '%3$s'}}
                """.formatted(host, repository, registry.uri()));
        Backoff noted = new Backoff(4, Duration.ofSeconds(1), Duration.ofSeconds(9), pauses::add);
        SyncMirrors.Setup setup = new SyncMirrors.Setup(
                directory.resolve("home"),
                directory.resolve("mirrors"),
                InstantSource.system(),
                new SecureRandom(),
                new Fetch.Settings(noted, 4, Duration.ofSeconds(20), ProxySelector.of(null)),
                noted,
                Progress.NONE);
        return new SyncMirrors(setup).run(List.of("images"), false, false).getFirst();
    }

    private void password(String host, String login, String word) throws IOException {
        Path file = Files.createDirectories(directory.resolve("home")).resolve("auth.conf");
        Files.writeString(file, "machine http://" + host + " login " + login + " password " + word + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** Everything came, and came right. */
    private void requireWhole(Outcome outcome, String name) {
        assertInstanceOf(Outcome.PublishedImages.class, outcome, outcome::toString);
        Set<String> served = store.current("images").orElseThrow().served().keySet();
        assertTrue(served.contains(name + "/tags/v1"), served.toString());
        for (Manifest manifest : images.manifests().values()) {
            assertTrue(served.contains(name + "/manifests/" + manifest.self().digest()), served.toString());
            for (Descriptor blob : manifest.blobs()) {
                assertTrue(served.contains(name + "/blobs/" + blob.digest()), served.toString());
            }
        }
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
        assertTrue(
                registry.tokenRequests.stream().allMatch(each -> each.split("scope=", -1).length <= 2),
                "one scope for each token: " + registry.tokenRequests);
        assertEquals(
                Set.of(),
                registry.shownElsewhere.stream()
                        .filter(each -> !each.equals("null"))
                        .collect(Collectors.toSet()),
                "nothing is shown to where a registry redirects");
    }

    @Test
    void nvidia() throws IOException {
        registry.habits.challenges = List.of("Bearer realm=$REALM,scope=repository:nvidia/cuda:pull");
        registry.habits.password = "$oauthtoken:the-key";
        registry.habits.redirectsBlobs = true;
        registry.habits.linksExpire = true;
        registry.habits.blobsBreakAfter = 5_000;
        registry.habits.referrersApi = false;
        password("nvcr.io", "$oauthtoken", "the-key");
        requireWhole(sync("nvcr.io", "nvidia/cuda"), "nvcr.io/nvidia/cuda");
        assertTrue(
                registry.requests.stream().anyMatch(each -> each.endsWith("bytes=5000-")),
                "a broken layer goes on, by a link that the registry gives out anew");
    }

    @Test
    void nvidiaWithoutAKeyNamesTheFileForIt() throws IOException {
        registry.habits.challenges = List.of("Bearer realm=$REALM,scope=repository:nvidia/cuda:pull");
        registry.habits.password = "$oauthtoken:the-key";
        Problem problem = assertInstanceOf(Outcome.Failed.class, sync("nvcr.io", "nvidia/cuda"))
                .cause()
                .problem();
        assertTrue(problem.why().contains("nobody without a name may have"), problem.toString());
        assertFalse(problem.toString().contains("the-key"), problem.toString());
    }

    @Test
    void dockerHub() throws IOException {
        registry.habits.challenges =
                List.of("Bearer realm=\"$REALM\",service=\"registry.docker.io\",scope=\"repository:library/app:pull\"");
        registry.habits.token = "{\"token\":\"$TOKEN\",\"access_token\":\"$TOKEN\",\"expires_in\":300}";
        registry.habits.referrersApi = false;
        registry.habits.redirectsBlobs = true;
        registry.habits.manifestGetsBefore429 = 2;
        requireWhole(sync("docker.io", "library/app"), "docker.io/library/app");
        assertTrue(pauses.contains(Duration.ofSeconds(7)), pauses.toString());
        assertEquals(
                List.of(),
                registry.requests.stream()
                        .filter(each -> each.startsWith("GET library/app/manifests/v1"))
                        .toList(),
                "a tag is looked up by HEAD, which is no pull");
        assertEquals(1, registry.tokenRequests.size(), registry.tokenRequests.toString());
    }

    @Test
    void dockerHubDoesNotAlwaysSayHowLongToWait() throws IOException {
        registry.habits.manifestGetsBefore429 = 2;
        registry.habits.retryAfter = "";
        requireWhole(sync("docker.io", "library/app"), "docker.io/library/app");
        assertFalse(pauses.isEmpty());
    }

    @Test
    void quay() throws IOException {
        registry.habits.challenges = List.of("Bearer realm=\"$REALM\",service=\"quay.io\"");
        registry.habits.redirectsBlobs = true;
        registry.habits.elsewhereKnowsNoRange = true;
        registry.habits.blobsBreakAfter = 9_000;
        registry.habits.tokensBusy = 1;
        requireWhole(sync("quay.io", "prometheus/app"), "quay.io/prometheus/app");
    }

    @Test
    void github() throws IOException {
        registry.habits.challenges =
                List.of("Bearer realm=\"$REALM\",service=\"ghcr.io\",scope=\"repository:user/image:pull\"");
        registry.habits.redirectsBlobs = true;
        registry.habits.referrersApi = false;
        requireWhole(sync("ghcr.io", "team/app"), "ghcr.io/team/app");
        assertEquals(
                List.of("service=ghcr.io&scope=repository:team/app:pull"),
                registry.tokenRequests,
                "the scope is that of what is asked for, whatever the challenge says");
    }

    @Test
    void kubernetes() throws IOException {
        registry.habits.redirectsManifests = true;
        registry.habits.redirectsBlobs = true;
        registry.habits.linksExpire = true;
        registry.habits.refusesHead = true;
        requireWhole(sync("registry.k8s.io", "kube-proxy"), "registry.k8s.io/kube-proxy");
        assertFalse(registry.shownElsewhere.isEmpty());
    }
}
