package io.slipway.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({"0B, 0", "7 kB, 7000", "400GB, 400000000000", "1KiB, 1024", "8000000 TiB, 8796093022208000000"})
    void unitsAreThoseOfDisksAndThoseOfMemory(String text, long bytes) {
        assertEquals(OptionalLong.of(bytes), ByteSize.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "7", "GB", "-1GB", "1.5GB", "7 gb", "7KB", "1000000000000B ", "9000000 TiB", "9999999999999B"
            })
    void nothingElseIsOne(String text) {
        assertEquals(OptionalLong.empty(), ByteSize.parse(text));
    }
}
