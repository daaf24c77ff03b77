package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.shell.ReplaceFile;
import io.slipway.automation.transport.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has not come to the disk takes nobody's place. */
class OnDiskTest {

    @TempDir
    Path folder;

    private FileFixture on;

    @BeforeEach
    void start() {
        on = new FileFixture(folder);
        on.shell.commands(folder.resolve("bin"));
        on.source("files", "tree/file", "new");
        on.write("file", "old");
    }

    private void sync(String body) {
        LocalNode.fakeCommand(folder.resolve("bin"), "sync", body);
    }

    @Test
    void aDiskThatFailsWhenItIsToWriteLeavesTheOldFile() throws IOException {
        sync("echo \"sync: error syncing 'x': Input/output error\" >&2; exit 1\n");
        var before = on.everything();
        assertEquals(
                "cannot write " + on.at("file") + ": Input/output error",
                on.calls.failure(new CopyModule(), "content", "new", "dest", on.at("file")));
        assertEquals(
                "cannot write below " + on.node + ": Input/output error",
                on.calls.failure(new CopyModule(), "src", "tree/", "dest", on.node.toString()));
        Reply reply = on.shell.run(ReplaceFile.with(on.at("file"), "new", "644"));
        assertEquals(
                "cannot write " + on.at("file") + ": Input/output error",
                reply.err().strip());
        assertTrue(!reply.ok());
        assertEquals(before, on.everything());
    }

    @Test
    void whereSyncKnowsNoFilesEverythingIsWrittenOut() throws IOException {
        sync("echo \"$#\" >>" + folder
                + "/calls; [ $# = 0 ] || { echo \"sync: unrecognized option '--'\" >&2; exit 1; }\n");
        on.calls.run(new CopyModule(), "content", "new", "dest", on.at("file"));
        assertEquals("new", on.read("file"));
        assertEquals("2\n0\n", Files.readString(folder.resolve("calls")));
    }
}
