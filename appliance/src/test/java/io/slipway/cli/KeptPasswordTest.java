package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptPasswordTest {

    @TempDir
    Path folder;

    private String file(String content, boolean executable) throws IOException {
        Path file = Files.writeString(folder.resolve("pass word"), content);
        assertTrue(file.toFile().setExecutable(executable));
        return file.toString();
    }

    private static String read(String source, String input) {
        return KeptPassword.read(source, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)))
                .reveal();
    }

    private static String refused(String source) {
        return assertThrows(CommandException.class, () -> KeptPassword.read(source, InputStream.nullInputStream()))
                .problem()
                .what();
    }

    @Test
    void aFileHoldsItOrAProgramPrintsItOrItIsReadFromTheInput() throws IOException {
        assertEquals("sésame ouvre-toi", read(file("  sésame ouvre-toi \n", false), ""));
        assertEquals("s3cret", read(file("#!/bin/sh\necho s3cret\n", true), ""));
        assertEquals("from input", read("-", "from input\r\n"));
    }

    @Test
    void whatGivesNoneIsRefusedInAnsiblesWords() throws IOException {
        assertEquals(
                "The password file " + folder.resolve("none") + " was not found",
                refused(folder.resolve("none").toString()));
        assertEquals("Could not read password file " + folder, refused(folder.toString()));
        assertEquals("Empty password was provided from file (-)", refused("-"));
        String empty = file("\n", false);
        assertEquals("Empty password was provided from file (" + empty + ")", refused(empty));
        String failing = file("#!/bin/sh\necho half; exit 3\n", true);
        assertEquals("The password script " + failing + " returned an error (rc=3)", refused(failing));
        String large = file("x".repeat(1 << 17), false);
        assertEquals("Could not read password file " + large, refused(large));
    }

    @Test
    void aPasswordThatSomebodyMadeExecutableIsNotRunAsAScript() throws IOException {
        String password = file("touch " + folder + "/ran", true);
        assertTrue(refused(password).startsWith("Problem occured when trying to run the password script " + password));
        assertTrue(Files.notExists(folder.resolve("ran")));
    }
}
