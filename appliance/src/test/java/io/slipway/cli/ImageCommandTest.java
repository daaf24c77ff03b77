package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.layout.RunnableImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
}
