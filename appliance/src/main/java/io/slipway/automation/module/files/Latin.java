package io.slipway.automation.module.files;

import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Regex;
import io.slipway.common.PythonRegex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * File content as a string with one character per byte. Ansible edits bytes, so that files in any encoding come out as they went in;
 * this does the same, and has Java's regular expressions work on it.
 */
final class Latin {

    private Latin() {}

    static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The bytes that a text of a playbook has in UTF-8. */
    static String of(String text) {
        return of(NodeText.encode(text));
    }

    static PythonRegex regex(String source) {
        return Regex.ofBytes(of(source));
    }

    static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Lines with their line feeds; only the last may lack one. */
    static List<String> lines(String latin) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < latin.length()) {
            int end = latin.indexOf('\n', start) + 1;
            end = end == 0 ? latin.length() : end;
            lines.add(latin.substring(start, end));
            start = end;
        }
        return lines;
    }

    /** A line without what ends it. */
    static String bare(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == '\n' || line.charAt(end - 1) == '\r')) {
            end--;
        }
        return line.substring(0, end);
    }
}
