package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocCommandTest {

    @TempDir
    Path home;

    private Slipway.Said doc(String... arguments) {
        String[] words = new String[arguments.length + 1];
        words[0] = "doc";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return new Slipway(home).run(words);
    }

    @Test
    void aModuleIsDescribedByWhatItDeclares() {
        String page = doc("ansible.posix.mount").out();
        assertTrue(page.startsWith("MOUNT - Mounts file systems"), page);
        assertTrue(page.contains("\n= path (also name)\n        Where to mount\n        path\n"), page);
        assertTrue(page.contains("text; one of absent, absent_from_fstab, mounted"), page);
        assertTrue(page.contains("\nRULES\n- src, fstype must be given if state is \"mounted\"\n"), page);
    }

    @Test
    void withoutANameAllAreListed() {
        Slipway.Said said = doc();
        assertEquals(said.out(), doc("--list").out());
        assertTrue(said.out().lines().anyMatch(line -> line.matches("copy +Copies files.*")), said.out());
    }

    @Test
    void aSnippetIsATaskToFillIn() {
        String task = doc("-s", "group").out();
        assertTrue(task.startsWith("- name: Creates, changes and removes groups\n  group:\n"), task);
        assertTrue(task.contains("      name:                  # (required) The group\n"), task);
    }

    @Test
    void programsGetJson() {
        assertTrue(doc("-j", "ping").out().contains("\"data\": {"), "options by name");
    }

    @Test
    void anUnknownModuleIsNotGuessedAt() {
        Slipway.Said said = doc("coppy");
        assertEquals(1, said.status());
        assertTrue(said.err().contains("there is no module coppy"), said.err());
        assertTrue(said.err().contains("did you mean 'copy'?"), said.err());
        assertTrue(doc("amazon.aws.s3_bucket_info").err().contains("there is no module"), "of no collection we know");
    }

    @Test
    void theDocumentInTheRepositoryIsUpToDate() throws IOException {
        assertEquals(
                doc("--markdown").out(),
                Files.readString(Slipway.repository().resolve("docs/modules.md")),
                "docs/modules.md is made by './slipway doc --markdown > docs/modules.md': make it again");
    }
}
