package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TrainingTest {

    @Test
    void everyCommandOfTheTrainingSucceeds() throws Exception {
        assertEquals(0, Training.everydayCommands());
    }
}
