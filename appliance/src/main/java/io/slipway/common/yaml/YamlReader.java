package io.slipway.common.yaml;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads YAML 1.1 as PyYAML does (so {@code yes} is true and {@code 0644} is 420), but refuses duplicate keys.
 *
 * <p>Bounded against hostile documents: size, nesting, aliases, and the size that aliases expand to.
 */
public final class YamlReader {

    private static final int MAX_CODE_POINTS = 64 * 1024 * 1024;
    /** How many bytes of memory the nodes of dense YAML take for each character of it. */
    private static final int MEMORY_FOR_A_CHARACTER = 32;

    private static final int MAX_NESTING = 100;
    private static final int MAX_ALIASES = 1000;
    private static final long MAX_EXPANDED_NODES = 5_000_000;

    private static final Pattern UNQUOTED_TEMPLATE = Pattern.compile("(?:[:-]|^)\\s+\\{\\{");

    private final String source;
    private final List<Problem> problems = new ArrayList<>();
    private final IdentityHashMap<Node, YamlNode> done = new IdentityHashMap<>();
    private final IdentityHashMap<YamlNode, Long> sizes = new IdentityHashMap<>();
    private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();

    private YamlReader(String source) {
        this.source = source;
    }

    /**
     * Reads one document. An empty one is a null scalar.
     *
     * @param source the name to show in positions
     * @throws YamlException naming every mistake that could be found in one go
     */
    public static YamlNode read(String source, String text) {
        List<YamlNode> documents = readAll(source, text);
        if (documents.isEmpty()) {
            return new YamlNode.Scalar(null, "", YamlNode.Scalar.Style.PLAIN, "", new Position(source, 1, 1));
        }
        if (documents.size() > 1) {
            throw new YamlException(Problem.of("only one YAML document is expected here")
                    .at(documents.get(1).at())
                    .because("a second one starts after '---'"));
        }
        return documents.getFirst();
    }

    /** Reads every document of a stream. */
    public static List<YamlNode> readAll(String source, String text) {
        return new YamlReader(source).documents(text);
    }

    private List<YamlNode> documents(String text) {
        long limit = Math.min(MAX_CODE_POINTS, Runtime.getRuntime().maxMemory() / MEMORY_FOR_A_CHARACTER);
        if (text.length() > limit) {
            throw new YamlException(Problem.of("this YAML is too large")
                    .at(Position.in(source))
                    .because("it has more than " + limit
                            + " characters, which is all that fits into this program's memory"));
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CODE_POINTS);
        options.setNestingDepthLimit(MAX_NESTING);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        List<YamlNode> documents = new ArrayList<>();
        // without the library's front, which makes all that is needed to build objects as well
        StreamReader reader = new StreamReader(text);
        try {
            Composer composer = new Composer(new ParserImpl(reader, options), new Resolver(), options);
            while (composer.checkNode()) {
                documents.add(convert(composer.getNode()));
            }
        } catch (MarkedYAMLException e) {
            throw new YamlException(explain(e, text), e);
        } catch (ReaderException e) {
            throw new YamlException(
                    Problem.of("this is not valid YAML")
                            .at(firstOf(e.getCodePoint(), text))
                            .because("the character U+%04X is not allowed in YAML".formatted(e.getCodePoint())),
                    e);
        } catch (IllegalArgumentException e) {
            // the library counts on digits where the text may end, and on a character for every number
            throw new YamlException(
                    Problem.of("this is not valid YAML")
                            .at(at(reader.getMark()))
                            .because("a text in double quotes has a '\\x', '\\u' or '\\U' that is no character"),
                    e);
        } catch (YAMLException e) {
            throw new YamlException(
                    Problem.of("cannot read this YAML")
                            .at(tooDeep(text, options))
                            .because(oneLine(e.getMessage())),
                    e);
        }
        if (!problems.isEmpty()) {
            throw new YamlException(problems);
        }
        return documents;
    }

    private Position firstOf(int codePoint, String text) {
        String before = text.substring(0, Math.max(0, text.indexOf(codePoint)));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Position(source, line, before.length() - before.lastIndexOf('\n'));
    }

    /** Where the nesting goes beyond its limit, which the library does not say; if it does not, somewhere in the file. */
    private Position tooDeep(String text, LoaderOptions options) {
        int depth = 0;
        try {
            Parser parser = new ParserImpl(new StreamReader(text), options);
            for (Event event = parser.getEvent(); event != null; event = parser.getEvent()) {
                depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
                if (depth > MAX_NESTING) {
                    return at(event.getStartMark());
                }
            }
        } catch (YAMLException again) {
            return Position.in(source);
        }
        return Position.in(source);
    }

    private YamlNode convert(Node node) {
        YamlNode known = done.get(node);
        if (known != null) {
            return known;
        }
        if (open.put(node, true) != null) {
            throw new YamlException(Problem.of("a YAML alias refers to the node that contains it")
                    .at(at(node.getStartMark())));
        }
        YamlNode result = converted(node);
        open.remove(node);
        done.put(node, result);
        limitExpansion(result);
        return result;
    }

    /** Every start reads YAML, and the JVM makes the code of a switch over types anew in each: no such switch is on its way. */
    private YamlNode converted(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar);
        }
        if (node instanceof MappingNode map) {
            return mapping(map);
        }
        if (node instanceof SequenceNode list) {
            return new YamlNode.Sequence(
                    list.getValue().stream().map(this::convert).toList(), at(list.getStartMark()));
        }
        throw new YamlException(Problem.of("unexpected kind of YAML node").at(at(node.getStartMark())));
    }

    private void limitExpansion(YamlNode node) {
        long size = 1;
        if (node instanceof YamlNode.Sequence list) {
            for (YamlNode item : list.items()) {
                size += sizes.getOrDefault(item, 1L);
            }
        } else if (node instanceof YamlNode.Mapping map) {
            for (YamlNode.Entry entry : map.entries()) {
                size += 1 + sizes.getOrDefault(entry.value(), 1L);
            }
        }
        if (size > MAX_EXPANDED_NODES) {
            throw new YamlException(Problem.of(
                            "this YAML is too large: its aliases expand to more than " + MAX_EXPANDED_NODES + " nodes")
                    .at(node.at()));
        }
        sizes.put(node, size);
    }

    private YamlNode.Scalar scalar(ScalarNode node) {
        String text = node.getValue();
        Tag tag = node.getTag();
        YamlNode.Scalar.Style style = switch (node.getScalarStyle()) {
            case PLAIN -> YamlNode.Scalar.Style.PLAIN;
            case LITERAL, FOLDED -> YamlNode.Scalar.Style.BLOCK;
            default -> YamlNode.Scalar.Style.QUOTED;
        };
        boolean local = tag.getValue().startsWith("!");
        boolean plain = style == YamlNode.Scalar.Style.PLAIN && !local && !tag.equals(Tag.STR);
        @Nullable Object value = plain || isNumberTag(tag) ? PlainScalars.resolve(text) : text;
        return new YamlNode.Scalar(value, text, style, local ? tag.getValue() : "", at(node.getStartMark()));
    }

    private static boolean isNumberTag(Tag tag) {
        return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) || tag.equals(Tag.BOOL) || tag.equals(Tag.NULL);
    }

    private YamlNode.Mapping mapping(MappingNode node) {
        List<YamlNode.Entry> own = new ArrayList<>();
        List<YamlNode.Mapping> merged = new ArrayList<>();
        Map<Object, YamlNode.Scalar> seen = new HashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                merged.addAll(mergeSources(convert(tuple.getValueNode())));
                continue;
            }
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problems.add(Problem.of("a mapping key must be a plain value, not a list or mapping")
                        .at(at(tuple.getKeyNode().getStartMark()))
                        .hint("if this is a template, quote it: \"{{ … }}\""));
                continue;
            }
            YamlNode.Scalar key = scalar(keyNode);
            YamlNode.Scalar first = seen.putIfAbsent(keyIdentity(key), key);
            if (first != null) {
                problems.add(Problem.of("duplicate key '" + key.text() + "'")
                        .at(key.at())
                        .because("it was already given at line " + first.at().line())
                        .hint("keep one of the two"));
                continue;
            }
            own.add(new YamlNode.Entry(key, convert(tuple.getValueNode())));
        }
        for (YamlNode.Mapping source : merged) {
            for (YamlNode.Entry entry : source.entries()) {
                if (seen.putIfAbsent(keyIdentity(entry.key()), entry.key()) == null) {
                    own.add(entry);
                }
            }
        }
        return new YamlNode.Mapping(own, at(node.getStartMark()));
    }

    private static Object keyIdentity(YamlNode.Scalar key) {
        Object value = key.value();
        return value == null ? List.of() : value;
    }

    private List<YamlNode.Mapping> mergeSources(YamlNode value) {
        return switch (value) {
            case YamlNode.Mapping map -> List.of(map);
            case YamlNode.Sequence list ->
                list.items().stream()
                        .flatMap(item -> mergeSources(item).stream())
                        .toList();
            case YamlNode.Scalar scalar -> {
                problems.add(
                        Problem.of("'<<' takes a mapping or a list of mappings").at(scalar.at()));
                yield List.of();
            }
        };
    }

    private Problem explain(MarkedYAMLException e, String text) {
        Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
        Position where = mark == null ? Position.in(source) : at(mark);
        String problem = oneLine(e.getProblem());
        String why = e.getContext() == null ? problem : oneLine(e.getContext()) + ", " + problem;
        return Problem.of("this is not valid YAML")
                .at(where)
                .because(why)
                .hint(hint(problem, e.getContext(), lineAt(text, mark)));
    }

    private static String lineAt(String text, @Nullable Mark mark) {
        return mark == null ? "" : text.lines().skip(mark.getLine()).findFirst().orElse("");
    }

    private static String hint(String problem, @Nullable String context, String line) {
        if (UNQUOTED_TEMPLATE.matcher(line).find()) {
            return "a value that starts with '{{' must be quoted: \"{{ … }}\"";
        }
        if (problem.contains("\\t") || problem.contains("TAB")) {
            return "indent with spaces: YAML does not allow tabs";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "a value that holds ': ' must be quoted; or the indentation of this line is off";
        }
        if (problem.endsWith("but got ?")) {
            return "a text with a '?' must be quoted between '{' and '}', and between '[' and ']'";
        }
        if (context != null && context.contains("flow mapping")) {
            return "a value that starts with '{{' must be quoted: \"{{ … }}\"";
        }
        if (problem.contains("<block end>")) {
            return "check the indentation of this line against the one above it";
        }
        if (problem.contains("alias") || problem.contains("anchor")) {
            return "a value that starts with '*' or '&' must be quoted";
        }
        return "";
    }

    private static String oneLine(@Nullable String text) {
        return text == null ? "" : text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private Position at(Mark mark) {
        return new Position(source, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
