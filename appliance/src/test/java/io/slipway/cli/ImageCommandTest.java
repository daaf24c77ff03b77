package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.layout.RunnableImage;
import io.slipway.mirror.serve.MirrorServer;
import io.slipway.server.FrontDoor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCommandTest {

    @TempDir
    Path directory;

    private Slipway.Said run(String... words) {
        return new Slipway(directory.resolve("home")).run(words);
    }

    @Test
    void whatIsImportedIsListedAndCanBeCopiedOut() throws IOException {
        OciDigest image = RunnableImage.write(directory.resolve("layout"), "v1", List.of("amd64", "arm64"));
        String source = "oci:" + directory.resolve("layout") + ":v1";
        for (String name : List.of("registry.example.org/team/app:v1", "registry.example.org/team/app:v2")) {
            assertEquals(
                    image + "\n", run("image", "import", source, "--as", name).out());
        }
        String list = run("image", "list").out();
        assertTrue(list.startsWith("registry.example.org/team/app:v1 "), list);
        assertTrue(list.contains("\n2 images, "), list);
        assertTrue(run("image", "list", "v2").out().contains("\n1 image, "));
        String out = "oci-archive:" + directory.resolve("out.tar");
        assertEquals(
                image + "\n",
                run("image", "copy", "pod:registry.example.org/team/app:v2", out)
                        .out());
    }

    @Test
    void mistakesSayWhatToDo() throws IOException {
        assertTrue(run("image", "copy", "dokcer://app", "pod:app").err().contains("it begins with one of docker://"));
        assertTrue(run("image", "copy", "pod:app", "dir:x").err().contains("'slipway image list' lists those"));
        RunnableImage.write(directory.resolve("layout"), "v1", List.of("amd64"));
        String source = "oci:" + directory.resolve("layout");
        assertTrue(run("image", "import", source).err().contains("--as"));
        String err =
                run("image", "copy", source, "dir:x", "--platform", "amd64").err();
        assertTrue(err.contains("'amd64' is not a platform"), err);
    }

    @Test
    void aRegistryWithAnAuthorityOfItsOwnIsBelievedByThat() throws IOException {
        Path other = Files.createDirectories(directory.resolve("other"));
        Files.writeString(other.resolve("registry.yml"), "anonymous: {pull: ['**'], push: ['**']}\n");
        InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
        MirrorServer.Entrances entrances = new MirrorServer.Entrances(any, Optional.of(any), List.of());
        OciDigest image = RunnableImage.write(directory.resolve("layout"), "v1", List.of("amd64"));
        String source = "oci:" + directory.resolve("layout") + ":v1";
        try (MirrorServer server =
                MirrorServer.start(other, entrances, FrontDoor.Listener.NONE, change -> {}, List.of())) {
            String there = "docker://127.0.0.1:" + server.tlsPort().orElseThrow() + "/team/app:v1";
            String authority = other.resolve("keys/ca.crt").toString();
            String refused = run("image", "copy", source, there).err();
            assertTrue(refused.contains("not known here") && refused.contains("with --authority"), refused);
            assertEquals(
                    image + "\n",
                    run("image", "copy", "--authority", authority, source, there)
                            .out());
            String back = "oci:" + directory.resolve("back") + ":v1";
            assertEquals(
                    image + "\n",
                    run("image", "copy", "--authority", authority, there, back).out());
        }
    }
}
