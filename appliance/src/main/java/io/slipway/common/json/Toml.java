package io.slipway.common.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads TOML 1.0. Values are those of {@link Json}; dates and times are strings, as they are written. */
public final class Toml {

    private static final ObjectMapper MAPPER = TomlMapper.builder().build();

    private Toml() {}

    /**
     * A document's tables and values by their names, in its order.
     *
     * @param source what to name in an error
     * @throws JsonException with the position of the mistake
     */
    public static Map<String, @Nullable Object> read(String source, String text) {
        try {
            Map<String, @Nullable Object> document = MAPPER.readValue(text, new TypeReference<>() {});
            document.replaceAll((name, value) -> Json.widened(value));
            return document;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            Position where = at == null ? Position.in(source) : new Position(source, at.getLineNr(), at.getColumnNr());
            throw new JsonException(
                    Problem.of("this is not valid TOML").at(where).because(e.getOriginalMessage()), e);
        }
    }
}
