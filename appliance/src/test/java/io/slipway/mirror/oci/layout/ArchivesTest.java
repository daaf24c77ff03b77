package io.slipway.mirror.oci.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.Progress;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.Platform;
import io.slipway.mirror.oci.Reference;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.oci.transfer.BlobBytes;
import io.slipway.mirror.oci.transfer.Companion;
import io.slipway.mirror.oci.transfer.CopyImage;
import io.slipway.mirror.oci.transfer.ImageSource;
import io.slipway.mirror.oci.transfer.ImageTarget;
import io.slipway.mirror.oci.transfer.Platforms;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivesTest {

    @TempDir
    Path directory;

    private final TestImages images = new TestImages();
    private Manifest amd64;
    private Manifest index;

    @BeforeEach
    void prepare() {
        amd64 = images.image("amd64", 1, 2);
        index = images.index(Map.of("linux/amd64", amd64, "linux/arm64", images.image("arm64", 1, 3)));
    }

    /** An image in memory. */
    private ImageSource source(Manifest root) {
        return new ImageSource() {
            @Override
            public Manifest root() {
                return root;
            }

            @Override
            public Optional<Manifest> manifest(Descriptor descriptor) {
                return Optional.ofNullable(
                        images.manifests().get(descriptor.digest().toString()));
            }

            @Override
            public BlobBytes blob(Descriptor blob) {
                return offset -> BytesFrom.of(images.blobs().get(blob.digest().toString()), offset);
            }

            @Override
            public List<Companion> companions(OciDigest subject) {
                List<Companion> found = new ArrayList<>();
                Companion.tagsOf(subject).stream()
                        .filter(images.tags()::containsKey)
                        .forEach(tag -> found.add(new Companion(
                                images.manifests().get(images.tags().get(tag)), Optional.of(tag))));
                return found;
            }

            @Override
            public void close() {}
        };
    }

    private static Descriptor copy(ImageSource from, ImageTarget to) {
        return copy(from, to, Platforms.ALL);
    }

    private static Descriptor copy(ImageSource from, ImageTarget to, Platforms platforms) {
        try (from;
                to) {
            return CopyImage.copy(from, to, platforms, "test", Progress.NONE);
        }
    }

    private void assertWhole(ImageSource from) throws IOException {
        assertArrayEquals(index.content(), from.root().content());
        for (Descriptor child : index.manifests()) {
            for (Descriptor blob : from.manifest(child).orElseThrow().blobs()) {
                try (InputStream in = from.blob(blob).from(0)) {
                    assertArrayEquals(images.blobs().get(blob.digest().toString()), in.readAllBytes());
                }
            }
        }
        from.close();
    }

    @Test
    void anIndexKeepsEveryByteThroughEveryForm() throws IOException {
        Path layout = directory.resolve("layout");
        Path archive = directory.resolve("a.tar");
        Path dir = directory.resolve("dir");
        copy(source(index), new ToFolder(layout, Optional.of("v1")));
        copy(new FromLayout(Trees.folder(layout), Optional.of("v1")), ArchiveFile.oci(archive, Optional.of("v1")));
        copy(new FromLayout(Trees.archive(archive), Optional.empty()), new Dir(dir));
        assertWhole(new FromLayout(Trees.folder(layout), Optional.empty()));
        assertWhole(new FromLayout(Trees.archive(archive), Optional.of("@0")));
        assertWhole(new Dir(dir));
    }

    @Test
    void signaturesTravelInLayouts() {
        Manifest signature = images.signatureOf(index, false);
        String tag = "sha256-" + index.self().digest().hex() + ".sig";
        images.tag(tag, signature);
        Path layout = directory.resolve("layout");
        copy(source(index), new ToFolder(layout, Optional.of("v1")));
        try (FromLayout from = new FromLayout(Trees.folder(layout), Optional.empty())) {
            Companion found = from.companions(index.self().digest()).getFirst();
            assertEquals(Optional.of(tag), found.tag());
            assertEquals(signature.self(), found.manifest().self());
        }
    }

    @Test
    void aLayoutHoldsManyImagesAndTheSameNameMeansTheNewOne() {
        Path layout = directory.resolve("layout");
        copy(source(index), new ToFolder(layout, Optional.of("v1")));
        copy(source(amd64), new ToFolder(layout, Optional.of("v2")));
        Problem problem = assertThrows(
                        LayoutException.class, () -> new FromLayout(Trees.folder(layout), Optional.empty()))
                .problem();
        assertTrue(problem.why().contains("v1, v2"), problem.toString());
        copy(source(amd64), new ToFolder(layout, Optional.of("v1")));
        assertEquals(
                amd64.self(),
                new FromLayout(Trees.folder(layout), Optional.of("v1")).root().self());
        assertThrows(LayoutException.class, () -> new FromLayout(Trees.folder(layout), Optional.of("v9")));
    }

    @Test
    void aDockerArchiveHoldsOneImageUnderItsWholeName() throws IOException {
        Path archive = directory.resolve("d.tar");
        Platforms one = new Platforms(List.of(new Platform("linux", "amd64", "")));
        Optional<Reference> name = Reference.parse("team/app:v1");
        assertThrows(ProblemException.class, () -> copy(source(index), ArchiveFile.docker(archive, name)));
        assertFalse(Files.exists(archive), "half an archive is none");
        copy(source(index), ArchiveFile.docker(archive, name), one);
        for (String wanted : List.of("team/app:v1", "docker.io/team/app:v1", "@0")) {
            try (ImageSource from = FromDockerArchive.open(Trees.archive(archive), Optional.of(wanted))) {
                assertEquals(amd64.self(), from.root().self(), wanted);
            }
        }
        byte[] before = Files.readAllBytes(archive);
        assertThrows(LayoutException.class, () -> ArchiveFile.docker(archive, name));
        Files.delete(archive);
        copy(source(index), ArchiveFile.docker(archive, name), one);
        assertArrayEquals(before, Files.readAllBytes(archive), "the same image gives the same bytes");
    }

    private record Item(String name, byte[] content, String link) {
        static Item of(String name, String content) {
            return new Item(name, content.getBytes(StandardCharsets.UTF_8), "");
        }
    }

    private static byte[] tar(List<Item> items) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (Item item : items) {
                boolean link = !item.link().isEmpty();
                TarArchiveEntry entry =
                        new TarArchiveEntry(item.name(), link ? TarConstants.LF_SYMLINK : TarConstants.LF_NORMAL, true);
                entry.setLinkName(item.link());
                entry.setSize(link ? 0 : item.content().length);
                tar.putArchiveEntry(entry);
                if (!link) {
                    tar.write(item.content());
                }
                tar.closeArchiveEntry();
            }
        }
        return out.toByteArray();
    }

    /** As engines before version 25 save, with a layer that is a link to another one. */
    private static List<Item> oldArchive() {
        return List.of(
                Item.of("aa/layer.tar", "the first layer"),
                new Item("bb/layer.tar", new byte[0], "../aa/layer.tar"),
                Item.of("cc.json", "{\"architecture\":\"amd64\"}"),
                Item.of(
                        "manifest.json",
                        "[{\"Config\":\"cc.json\",\"RepoTags\":[\"app:v1\"],\"Layers\":[\"aa/layer.tar\",\"bb/layer.tar\"]}]"));
    }

    @Test
    void anOldDockerArchiveGetsAManifestOfItsOwn() throws IOException {
        Path file = Files.write(directory.resolve("old.tar"), tar(oldArchive()));
        try (ImageSource from = FromDockerArchive.open(Trees.archive(file), Optional.of("docker.io/library/app:v1"))) {
            Manifest root = from.root();
            assertEquals(MediaTypes.OCI_MANIFEST, root.self().mediaType());
            assertEquals(
                    OciDigest.sha256("the first layer".getBytes(StandardCharsets.UTF_8)),
                    root.blobs().getLast().digest());
            try (InputStream layer = from.blob(root.blobs().getLast()).from(4)) {
                assertEquals("first layer", new String(layer.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void aStreamIsTakenApartWithoutACopyAndReadTwiceOnlyIfItIsOld() throws IOException {
        byte[] old = tar(oldArchive());
        int[] opened = new int[1];
        Map<String, Integer> kept = new TreeMap<>();
        StreamedTree.Keep keep = (digest, size, content) -> {
            byte[] bytes = content.readAllBytes();
            kept.merge(digest.hex(), 1, Integer::sum);
            return new FileTree.Item(offset -> BytesFrom.of(bytes, offset), size);
        };
        FileTree tree = StreamedTree.read(
                "stream",
                () -> {
                    opened[0]++;
                    return new ByteArrayInputStream(old);
                },
                keep);
        Manifest root = FromDockerArchive.open(tree, Optional.empty()).root();
        assertEquals(3, root.blobs().size());
        assertEquals(2, opened[0]);
        assertEquals(List.of(1), List.copyOf(kept.values()), "one layer, kept once");
        Path archive = directory.resolve("new.tar");
        copy(source(amd64), ArchiveFile.docker(archive, Reference.parse("app:v1")));
        opened[0] = 0;
        FileTree fresh = StreamedTree.read(
                "stream",
                () -> {
                    opened[0]++;
                    return Files.newInputStream(archive);
                },
                keep);
        assertEquals(
                amd64.self(),
                FromDockerArchive.open(fresh, Optional.empty()).root().self());
        assertEquals(1, opened[0]);
    }

    @Test
    void namesThatLeadOutOfAnArchiveLeadNowhere() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "not for images");
        Path file = Files.write(
                directory.resolve("evil.tar"),
                tar(List.of(
                        new Item("layer", new byte[0], "../../../../.." + secret),
                        new Item("self", new byte[0], "self"),
                        new Item("conf", new byte[0], secret.toString()),
                        Item.of("../../escaped.json", "{}"),
                        Item.of("manifest.json", "[{\"Config\":\"conf\",\"Layers\":[\"self\",\"" + secret + "\"]}]"))));
        assertThrows(LayoutException.class, () -> FromDockerArchive.open(Trees.archive(file), Optional.empty()));
        Path layout = Files.createDirectories(directory.resolve("layout"));
        try (FolderTree tree = new FolderTree(layout)) {
            assertTrue(tree.file("../secret").isEmpty());
            assertTrue(tree.file(secret.toString()).isEmpty());
        }
    }

    @Test
    void whatIsDamagedIsRefusedBeforeItIsThere() throws IOException {
        Path layout = directory.resolve("layout");
        copy(source(index), new ToFolder(layout, Optional.of("v1")));
        Descriptor layer = amd64.blobs().getLast();
        Path blob = layout.resolve(FromLayout.blobPath(layer.digest()));
        byte[] content = Files.readAllBytes(blob);
        content[77] ^= 1;
        Files.write(blob, content);
        Path target = directory.resolve("target");
        ProblemException e = assertThrows(
                ProblemException.class,
                () -> copy(
                        new FromLayout(Trees.folder(layout), Optional.of("v1")),
                        new ToFolder(target, Optional.of("v1"))));
        assertTrue(e.getMessage().contains(layer.digest().toString()), e.getMessage());
        assertFalse(Files.exists(target.resolve("index.json")));
        assertFalse(Files.exists(target.resolve(FromLayout.blobPath(layer.digest()))));
        Files.writeString(directory.resolve("nonsense.tar"), "this is no archive");
        assertThrows(
                LayoutException.class,
                () -> FromDockerArchive.open(Trees.archive(directory.resolve("nonsense.tar")), Optional.empty()));
    }
}
