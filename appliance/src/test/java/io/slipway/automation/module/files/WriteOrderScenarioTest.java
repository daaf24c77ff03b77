package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.shell.ReplaceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a node's kernel is told while a file is written, as {@code strace} sees it: a power cut between any two calls leaves the old file
 * or the new one. The new one has all its bytes, its owner and its mode on disk before it takes the old one's name, and nothing ever
 * writes to what has that name.
 */
@Tag("scenario")
class WriteOrderScenarioTest {

    private static final String CALLS = "openat,write,copy_file_range,truncate,ftruncate,"
            + "chmod,fchmod,fchmodat,chown,fchown,fchownat,setxattr,fsetxattr,fsync,fdatasync,syncfs,sync,"
            + "rename,renameat,renameat2,link,linkat,unlink,unlinkat";

    /** The last two are what happens to be called where one call is finished after another process's. */
    private static final Pattern CALL = Pattern.compile("^\\d+ +(\\w+)\\((.*)$");

    private static final Pattern TEMPORARY = Pattern.compile("\\.slipway\\.[\\w.-]+");

    @TempDir
    Path folder;

    private FileFixture on;
    private Path trace;

    private enum Way {
        COPY,
        COPY_ON_NODE,
        COPY_TREE,
        TEMPLATE,
        LINE,
        REPLACE_FILE;

        void run(FileFixture on) {
            String path = on.at("file");
            switch (this) {
                case COPY ->
                    on.calls.run(new CopyModule(), "src", "new", "dest", path, "mode", "0640", "owner", "daemon");
                case COPY_ON_NODE ->
                    on.calls.run(
                            new CopyModule(),
                            "src",
                            on.root + "/files/new",
                            "dest",
                            path,
                            "remote_src",
                            true,
                            "mode",
                            "0640",
                            "owner",
                            "daemon");
                case COPY_TREE ->
                    on.calls.run(
                            new CopyModule(),
                            "src",
                            "tree/",
                            "dest",
                            on.node.toString(),
                            "mode",
                            "0640",
                            "owner",
                            "daemon");
                case TEMPLATE ->
                    on.calls.run(
                            new TemplateModule(Clock.systemUTC()),
                            "src",
                            "new",
                            "dest",
                            path,
                            "mode",
                            "0640",
                            "owner",
                            "daemon");
                case LINE ->
                    on.calls.run(new LineInFileModule(), "path", path, "line", "x", "mode", "0640", "owner", "daemon");
                case REPLACE_FILE -> on.shell.run(ReplaceFile.with(path, "new\n", "640"));
            }
        }
    }

    @BeforeEach
    void start() {
        trace = folder.resolve("trace");
        on = new FileFixture(
                folder,
                new LocalNode("strace", "-f", "-y", "-A", "-o", trace.toString(), "-e", "trace=" + CALLS, "sh"));
        on.source("files", "new", "new\n".repeat(80_000));
        on.source("files", "tree/file", "new\n".repeat(80_000));
        on.source("templates", "new", "new\n".repeat(80_000));
        on.write("file", "old\n");
    }

    /** The calls that came through and name the folder's file or a temporary one, in their order, with {@code TMP} for that. */
    private List<String> calls() throws IOException {
        List<String> calls = new ArrayList<>();
        for (String line : Files.readAllLines(trace, StandardCharsets.ISO_8859_1)) {
            Matcher call = CALL.matcher(line);
            if (!call.matches() || line.contains(" = -1 E")) {
                continue;
            }
            String named = TEMPORARY.matcher(call.group(2)).replaceAll("TMP");
            if (named.contains(on.node + "/") || call.group(1).startsWith("sync")) {
                calls.add(call.group(1) + " " + named.replace(on.node + "/", "").replaceAll("\\d+<(TMP|file)>", "$1"));
            }
        }
        return calls;
    }

    private static int last(List<String> calls, String pattern) {
        for (int i = calls.size() - 1; i >= 0; i--) {
            if (calls.get(i).matches(pattern)) {
                return i;
            }
        }
        throw new AssertionError("no " + pattern + " in\n" + String.join("\n", calls));
    }

    @ParameterizedTest
    @EnumSource
    void everythingIsOnDiskBeforeTheNameChanges(Way way) throws IOException {
        way.run(on);
        assertTrue(on.read("file").contains(way == Way.LINE ? "x" : "new"));
        List<String> calls = calls();
        String all = String.join("\n", calls);
        int written = last(calls, "(?:write|copy_file_range) .*TMP.*");
        int synced = last(calls, "(?:fsync|fdatasync) TMP.*|syncfs .*");
        int renamed = last(calls, "rename\\w* .*TMP.*file.*");
        assertTrue(written < synced && synced < renamed, all);
        if (way != Way.REPLACE_FILE) {
            assertTrue(last(calls, "f?chown\\w* .*TMP.*") < synced, all);
            assertTrue(last(calls, "f?chmod\\w* .*TMP.*") < synced, all);
        }
        assertEquals(
                List.of(),
                calls.stream()
                        .filter(
                                call -> call.matches(
                                        "(?:write|copy_file_range|f?truncate|f?chmod\\w*|f?chown\\w*|unlink\\w*) (?!.*TMP).*file.*|openat (?!.*TMP).*file.*O_(?:WRONLY|RDWR|TRUNC).*"))
                        .toList(),
                "nothing but the rename touches the file itself");
    }
}
