package io.slipway.automation.module.python;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** How a module wants its arguments; its source tells. */
enum Style {
    /** Python that imports Ansible's module_utils. */
    PYTHON,
    /** Any language: JSON in a file. */
    JSON_FILE,
    /** Any language: {@code name=value} words in a file. */
    WORDS_FILE,
    /** Any language: JSON where the source says {@code <<INCLUDE_ANSIBLE_MODULE_JSON_ARGS>>}. */
    JSON_WITHIN;

    static final String JSON_MARK = "<<INCLUDE_ANSIBLE_MODULE_JSON_ARGS>>";
    static final String COMMON_MARK = "#<<INCLUDE_ANSIBLE_MODULE_COMMON>>";

    private static final Pattern IMPORTS_ANSIBLE = Pattern.compile("from +\\.{2,} *module_utils.* +import "
            + "|from +ansible_collections\\.[^.\\n]+\\.[^.\\n]+\\.plugins\\.module_utils.* +import "
            + "|import +ansible_collections\\.[^.\\n]+\\.[^.\\n]+\\.plugins\\.module_utils"
            + "|from +ansible\\.module_utils.* +import "
            + "|import +ansible\\.module_utils\\.");

    static Style of(byte[] source) {
        if (isBinary(source)) {
            return JSON_FILE;
        }
        String text = new String(source, StandardCharsets.ISO_8859_1);
        if (text.contains(COMMON_MARK) || IMPORTS_ANSIBLE.matcher(text).find()) {
            return PYTHON;
        }
        if (text.contains(JSON_MARK)) {
            return JSON_WITHIN;
        }
        return text.contains("WANT_JSON") ? JSON_FILE : WORDS_FILE;
    }

    static boolean isBinary(byte[] source) {
        for (int i = 0; i < Math.min(source.length, 1024); i++) {
            int c = source[i] & 0xFF;
            if (c < 7 || c == 11 || (c > 13 && c < 27) || (c > 27 && c < 32) || c == 127) {
                return true;
            }
        }
        return false;
    }
}
