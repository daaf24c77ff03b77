package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.doctor.Finding;
import io.slipway.doctor.Finding.Level;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {

    private static final List<Finding> FINDINGS = List.of(
            new Finding("java", Level.OK, "Java 25", "", ""),
            new Finding("ssh", Level.FAIL, "not installed", "slipway lab ssh runs it", "install it"));

    @Test
    void forPeople() {
        assertEquals("""
                ok    java              Java 25
                fail  ssh               not installed
                                        why: slipway lab ssh runs it
                                        do:  install it
                """, DoctorCommand.text(FINDINGS));
    }

    @Test
    void forPrograms() {
        assertEquals("""
                {
                    "checks": [
                        {
                            "check": "java",
                            "level": "ok",
                            "remedy": "",
                            "what": "Java 25",
                            "why": ""
                        },
                        {
                            "check": "ssh",
                            "level": "fail",
                            "remedy": "install it",
                            "what": "not installed",
                            "why": "slipway lab ssh runs it"
                        }
                    ],
                    "ready": false
                }
                """, DoctorCommand.json(FINDINGS));
    }
}
