package io.slipway.automation.playbook;

import io.slipway.common.yaml.YamlNode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What kind of value a keyword takes. A template passes for anything: it is checked when it is filled in. */
enum ValueKind {
    ANYTHING("anything"),
    STRING("a string"),
    STRINGS("a string or a list of strings"),
    TAGS("a string or a list of strings"),
    BOOLEAN("a boolean (true or false)"),
    NUMBER("a number"),
    CONDITIONS("a condition or a list of conditions"),
    MAPPING("a mapping"),
    MAPPINGS("a mapping or a list of mappings"),
    LIST("a list"),
    SCALARS("a number, a percentage, or a list of them"),
    VARIABLE("the name of a variable");

    private static final Set<String> BOOLEANS =
            Set.of("yes", "no", "on", "off", "true", "false", "1", "0", "y", "n", "t", "f", "1.0", "0.0");

    private final String words;

    ValueKind(String words) {
        this.words = words;
    }

    static ValueKind of(Keyword keyword) {
        return switch (keyword) {
            case NAME,
                    BECOME_EXE,
                    BECOME_FLAGS,
                    BECOME_METHOD,
                    BECOME_USER,
                    CONNECTION,
                    DEBUGGER,
                    REMOTE_USER,
                    DELEGATE_TO,
                    FACT_PATH,
                    ORDER,
                    STRATEGY -> STRING;
            case ANY_ERRORS_FATAL,
                    BECOME,
                    CHECK_MODE,
                    DIFF,
                    IGNORE_ERRORS,
                    IGNORE_UNREACHABLE,
                    NO_LOG,
                    RUN_ONCE,
                    DELEGATE_FACTS,
                    FORCE_HANDLERS,
                    GATHER_FACTS -> BOOLEAN;
            case PORT, THROTTLE, TIMEOUT, GATHER_TIMEOUT, ASYNC, DELAY, POLL, RETRIES -> NUMBER;
            case COLLECTIONS, GATHER_SUBSET, HOSTS, NOTIFY, LISTEN -> STRINGS;
            case TAGS -> TAGS;
            case WHEN, CHANGED_WHEN, FAILED_WHEN, UNTIL -> CONDITIONS;
            case VARS, ENVIRONMENT, MODULE_DEFAULTS -> MAPPINGS;
            case ARGS, LOOP_CONTROL -> MAPPING;
            case HANDLERS, PRE_TASKS, POST_TASKS, TASKS, ROLES, BLOCK_, RESCUE, ALWAYS, VARS_PROMPT -> LIST;
            case MAX_FAIL_PERCENTAGE, SERIAL -> SCALARS;
            case REGISTER -> VARIABLE;
            case ACTION, LOCAL_ACTION, LOOP, VARS_FILES -> ANYTHING;
        };
    }

    /** What is wrong with a value, as {@code takes a list, not a string}; empty when it is fine. */
    Optional<String> objection(YamlNode value) {
        return accepts(value) ? Optional.empty() : Optional.of("takes " + words + ", not " + described(value));
    }

    private boolean accepts(YamlNode value) {
        if (Templates.in(value) && this != LIST && this != VARIABLE) {
            return true;
        }
        return switch (this) {
            case ANYTHING -> true;
            case STRING -> value instanceof YamlNode.Scalar;
            case STRINGS -> isString(value) || allItems(value, ValueKind::isString);
            case TAGS -> isScalar(value) || allItems(value, ValueKind::isScalar);
            case BOOLEAN -> value instanceof YamlNode.Scalar scalar && isBoolean(scalar);
            case NUMBER -> value instanceof YamlNode.Scalar scalar && isNumber(scalar);
            case CONDITIONS -> isScalar(value) || allItems(value, item -> item instanceof YamlNode.Scalar);
            case MAPPING -> value instanceof YamlNode.Mapping;
            case MAPPINGS ->
                value instanceof YamlNode.Mapping
                        || allItems(value, item -> item instanceof YamlNode.Mapping || Templates.in(item));
            case LIST -> value instanceof YamlNode.Sequence;
            case SCALARS -> isScalar(value) || allItems(value, ValueKind::isScalar);
            case VARIABLE ->
                value instanceof YamlNode.Scalar scalar
                        && scalar.value() instanceof String name
                        && name.matches("[A-Za-z_][A-Za-z0-9_]*");
        };
    }

    private static boolean allItems(YamlNode value, java.util.function.Predicate<YamlNode> fine) {
        return value instanceof YamlNode.Sequence list && list.items().stream().allMatch(fine);
    }

    private static boolean isString(YamlNode value) {
        return value instanceof YamlNode.Scalar scalar && scalar.value() instanceof String;
    }

    private static boolean isScalar(YamlNode value) {
        return value instanceof YamlNode.Scalar scalar && scalar.value() != null;
    }

    private static boolean isBoolean(YamlNode.Scalar scalar) {
        return scalar.value() instanceof Boolean
                || BOOLEANS.contains(scalar.text().toLowerCase(Locale.ROOT));
    }

    private static boolean isNumber(YamlNode.Scalar scalar) {
        return scalar.value() instanceof Number || scalar.text().strip().matches("[-+]?\\d+(\\.\\d*)?");
    }

    private String described(YamlNode value) {
        return switch (value) {
            case YamlNode.Scalar scalar when scalar.value() != null -> "'" + scalar.text() + "'";
            case YamlNode.Sequence list
            when this != MAPPING && this != BOOLEAN && this != NUMBER ->
                list.items().stream()
                        .filter(item -> !accepts(item))
                        .findFirst()
                        .map(item -> "a list with " + described(item))
                        .orElse("a list");
            default -> value.kind();
        };
    }
}
