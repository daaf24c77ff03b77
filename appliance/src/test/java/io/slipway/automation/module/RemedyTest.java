package io.slipway.automation.module;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.common.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemedyTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cannot write /x: No space left on device             | make room
            tar: x: Cannot write: Disk quota exceeded            | make room
            Error while linking: Read-only file system           | findmnt
            cannot read /x: Input/output error                   | dmesg
            chmod failed: /x: Operation not permitted            | become: true
            Failed to set hostname: Access denied                | become: true
            """)
    void saysWhatToDo(String refusal, String advice) {
        assertEquals(true, Remedy.in(Problem.of(refusal)).hint().contains(advice), refusal);
        assertEquals(
                true, Remedy.in(Problem.of("failed").because(refusal)).hint().contains(advice), refusal);
    }

    @Test
    void leavesBetterAdviceAndOtherTroubleAlone() {
        Problem advised = Problem.of("No space left on device").hint("apt: {clean: true}");
        assertEquals(advised, Remedy.in(advised));
        assertEquals(Problem.of("no such file"), Remedy.in(Problem.of("no such file")));
    }
}
