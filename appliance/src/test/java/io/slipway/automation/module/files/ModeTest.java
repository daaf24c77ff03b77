package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slipway.automation.module.ModuleFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModeTest {

    /** Wanted mode, old mode, F or D, new mode. The results are those of ansible-core 2.14. */
    @ParameterizedTest
    @CsvSource({
        "0644,          0777, F, 0644",
        "644,           0777, F, 0644",
        "0o755,         0644, F, 0755",
        "04755,         0644, F, 04755",
        "'u=rw,g=r,o=', 0777, F, 0640",
        "'u=rwX,g=rX',  0600, F, 0640",
        "'u=rwX,g=rX',  0700, F, 0750",
        "'u=rwX,go=rX', 0600, D, 0755",
        "a+x,           0644, F, 0755",
        "+x,            0644, F, 0755",
        "+w,            0444, F, 0644",
        "=rw,           0777, F, 0644",
        "go-rwx,        0777, F, 0700",
        "g=u,           0640, F, 0660",
        "o=g,           0640, F, 0644",
        "'u=g,g=u',     0640, F, 0460",
        "g+s,           0755, D, 02755",
        "u+s,           0755, F, 04755",
        "+t,            0777, D, 01777",
        "a-st,          07777, D, 0777",
        "'g=',          02770, D, 0700",
        "u+rw-x,        0500, F, 0600"
    })
    void octalAndSymbolic(String wanted, String old, char kind, String expected) {
        int mode = Mode.of(wanted).over(Integer.parseInt(old, 8), kind == 'D', 022);
        assertEquals(expected, Mode.text(mode));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "u", "z=r", "u=q", "0888", "u=r,", "99999", "-1", "u=r;reboot"})
    void whatIsNoModeIsRefused(String text) {
        assertThrows(ModuleFailure.class, () -> Mode.of(text));
    }

    /** As Ansible takes <code>mode: "{{ none }}"</code>. */
    @Test
    void emptyTextChangesNothing() {
        assertEquals(0640, Mode.of("").over(0640, false, 022));
    }

    @Test
    void textIsAsResultsShowIt() {
        assertEquals("0600", Mode.text(0600));
        assertEquals("0007", Mode.text(7));
    }
}
