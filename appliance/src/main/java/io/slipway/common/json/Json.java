package io.slipway.common.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.PythonFloat;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON. Values are {@code Map}, {@code List}, {@code String}, {@code Long}, {@code BigInteger}, {@code Double}, {@code Boolean} and {@code null}. */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new SimpleModule().addSerializer(Double.class, new AsPythonWritesIt()))
            .build();

    private static final Separators PYTHON_SEPARATORS = Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    private static final ObjectWriter PRETTY = sorted(new DefaultPrettyPrinter(PYTHON_SEPARATORS)
            .withObjectIndenter(new DefaultIndenter("    ", "\n"))
            .withArrayIndenter(new DefaultIndenter("    ", "\n")));
    private static final ObjectWriter LINE = sorted(new DefaultPrettyPrinter(PYTHON_SEPARATORS
                    .withObjectEntrySpacing(Separators.Spacing.AFTER)
                    .withArrayValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultPrettyPrinter.NopIndenter())
            .withArrayIndenter(new DefaultPrettyPrinter.NopIndenter()));

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(200)
                        .maxStringLength(256 * 1024 * 1024)
                        .build());
    }

    private Json() {}

    private static final class AsPythonWritesIt extends JsonSerializer<Double> {
        @Override
        public void serialize(Double number, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeRawValue(PythonFloat.json(number));
        }
    }

    /** @param source what to name in an error */
    public static @Nullable Object read(String source, String text) {
        try {
            return widened(MAPPER.readValue(text, Object.class));
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            Position where = at == null ? Position.in(source) : new Position(source, at.getLineNr(), at.getColumnNr());
            throw new JsonException(
                    Problem.of("this is not valid JSON").at(where).because(e.getOriginalMessage()), e);
        }
    }

    /** Jackson's own "long for ints" refuses what does not fit into one. */
    @SuppressWarnings("unchecked")
    static @Nullable Object widened(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Integer number -> number.longValue();
            case List<?> list -> {
                ((List<@Nullable Object>) list).replaceAll(Json::widened);
                yield list;
            }
            case Map<?, ?> map -> {
                ((Map<String, @Nullable Object>) map).replaceAll((key, item) -> widened(item));
                yield map;
            }
            default -> value;
        };
    }

    /** Compact, on one line. */
    public static String write(@Nullable Object value) {
        return write(value, MAPPER.writer());
    }

    /** On one line, keys sorted, a space after each comma and colon: as Ansible prints results. */
    public static String line(@Nullable Object value) {
        return write(value, LINE);
    }

    private static ObjectWriter sorted(DefaultPrettyPrinter printer) {
        return MAPPER.writer(printer).with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    }

    /** Indented by four spaces, keys sorted: as Ansible prints results that are meant to be read. */
    public static String pretty(@Nullable Object value) {
        return write(value, PRETTY);
    }

    private static String write(@Nullable Object value, ObjectWriter writer) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new JsonException(
                    Problem.of("a value cannot be written as JSON").because(e.getOriginalMessage()), e);
        }
    }
}
