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

    private static final Separators PYTHON_SEPARATORS = Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    private static final DefaultPrettyPrinter PRETTY = new DefaultPrettyPrinter(PYTHON_SEPARATORS)
            .withObjectIndenter(new DefaultIndenter("    ", "\n"))
            .withArrayIndenter(new DefaultIndenter("    ", "\n"));
    private static final DefaultPrettyPrinter LINE = new DefaultPrettyPrinter(PYTHON_SEPARATORS
                    .withObjectEntrySpacing(Separators.Spacing.AFTER)
                    .withArrayValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultPrettyPrinter.NopIndenter())
            .withArrayIndenter(new DefaultPrettyPrinter.NopIndenter());

    /** Jackson's data binding, made when it is first needed. */
    private static final class Binding {

        private static final ObjectMapper MAPPER = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .addModule(new SimpleModule().addSerializer(Double.class, new AsPythonWritesIt()))
                .build();

        static {
            MAPPER.getFactory()
                    .setStreamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(200)
                            .maxStringLength(256 * 1024 * 1024)
                            .build());
        }

        static ObjectWriter plain() {
            return MAPPER.writer();
        }

        static ObjectWriter sorted() {
            return MAPPER.writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
        }
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
            return widened(Binding.MAPPER.readValue(text, Object.class));
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
        try {
            return JsonText.compact(value, Binding::plain);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** On one line, keys sorted, a space after each comma and colon: as Ansible prints results. */
    public static String line(@Nullable Object value) {
        return sorted(value, LINE);
    }

    /** Indented by four spaces, keys sorted: as Ansible prints results that are meant to be read. */
    public static String pretty(@Nullable Object value) {
        return sorted(value, PRETTY);
    }

    private static String sorted(@Nullable Object value, DefaultPrettyPrinter printer) {
        try {
            return JsonText.sorted(value, printer, Binding::sorted);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static JsonException unwritable(IOException e) {
        String why = e instanceof JsonProcessingException inJson
                ? inJson.getOriginalMessage()
                : String.valueOf(e.getMessage());
        return new JsonException(Problem.of("a value cannot be written as JSON").because(why), e);
    }
}
