package io.slipway.automation.engine.lookup;

import io.slipway.common.PythonRegex;
import io.slipway.common.template.Python;
import io.slipway.common.template.TemplateException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Values of an INI file as Python's configparser reads it, or of a file of Java properties. */
final class IniLookup implements Lookup {

    private static final Set<String> OPTIONS = Set.of(
            "type", "file", "section", "re", "encoding", "default", "case_sensitive", "allow_no_value", "allow_none");
    private static final Pattern SECTION = Pattern.compile("\\[(.+)].*");
    private static final Pattern ENTRY = Pattern.compile("([^=:]*?)\\s*[=:]\\s*(.*)");
    private static final Pattern REFERENCE = Pattern.compile("%(?:\\(([^)]+)\\)s|%)");
    private static final int MAX_DEPTH = 10;
    private static final String DEFAULTS = "DEFAULT";

    @Override
    public List<@Nullable Object> find(
            List<@Nullable Object> terms, Map<String, @Nullable Object> options, Surroundings around) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object term : terms) {
            InlineOptions asked = InlineOptions.of("ini", Python.str(term), OPTIONS, options);
            values.addAll(values(asked, around));
        }
        return values;
    }

    private static List<@Nullable Object> values(InlineOptions asked, Surroundings around) {
        String file = asked.text("file", "ansible.ini");
        boolean properties = asked.text("type", "ini").equals("properties");
        String section = properties ? "java_properties" : asked.text("section", "global");
        String text = TextFiles.opened(file, asked.text("encoding", "utf-8"), around);
        Map<String, Map<String, String>> sections =
                parse(properties ? "[java_properties]\n" + text : text, file, asked);
        Map<String, String> entries = new LinkedHashMap<>(sections.getOrDefault(DEFAULTS, Map.of()));
        if (!sections.containsKey(section)) {
            throw TemplateException.of("No section '" + section + "' in " + file);
        }
        entries.putAll(sections.getOrDefault(section, Map.of()));
        List<@Nullable Object> found = new ArrayList<>();
        if (asked.flag("re")) {
            PythonRegex wanted = regex(asked.key());
            entries.forEach((name, value) -> {
                if (wanted.matchesAtStart(name)) {
                    found.add(filled(value, entries, 0));
                }
            });
            return found;
        }
        String value = entries.get(
                asked.flag("case_sensitive") ? asked.key() : asked.key().toLowerCase(Locale.ROOT));
        Object otherwise = asked.options().containsKey("default") ? asked.any("default") : "";
        if (value != null) {
            found.add(filled(value, entries, 0));
        } else if (otherwise instanceof List<?> list) {
            found.addAll(list);
        } else if (otherwise != null) {
            found.add(otherwise);
        }
        return found;
    }

    private static PythonRegex regex(String key) {
        try {
            return PythonRegex.ofText(key, 0);
        } catch (PatternSyntaxException e) {
            throw TemplateException.of("'" + key + "' is no regular expression: " + e.getDescription());
        }
    }

    private static Map<String, Map<String, String>> parse(String text, String file, InlineOptions asked) {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        Map<String, String> entries = null;
        String last = "";
        for (String line : text.split("\\R")) {
            String bare = line.strip();
            if (bare.startsWith("#") || bare.startsWith(";")) {
                continue;
            }
            Matcher section = SECTION.matcher(bare);
            if (entries != null && !last.isEmpty() && Character.isWhitespace(line.isEmpty() ? 'x' : line.charAt(0))) {
                entries.merge(last, bare, (before, more) -> more.isEmpty() ? before : before + "\n" + more);
            } else if (section.matches()) {
                entries = sections.computeIfAbsent(section.group(1), name -> new LinkedHashMap<>());
                last = "";
            } else if (!bare.isEmpty()) {
                if (entries == null) {
                    throw TemplateException.of(file + " contains no section headers: " + bare);
                }
                last = entry(bare, entries, file, asked);
            }
        }
        return sections;
    }

    /** Adds an entry, and gives its name. */
    private static String entry(String line, Map<String, String> entries, String file, InlineOptions asked) {
        Matcher entry = ENTRY.matcher(line);
        boolean alone = asked.flag("allow_no_value") || asked.flag("allow_none");
        if (!entry.matches() && !alone) {
            throw TemplateException.of(file + " contains parsing errors: " + line);
        }
        String written = entry.matches() ? entry.group(1) : line;
        String name = asked.flag("case_sensitive") ? written : written.toLowerCase(Locale.ROOT);
        if (entries.put(name, entry.matches() ? entry.group(2) : "") != null) {
            throw TemplateException.of("Duplicate option in '" + file + "': " + name);
        }
        return name;
    }

    /** {@code %(name)s} stands for another entry, {@code %%} for the character. */
    private static String filled(String value, Map<String, String> entries, int depth) {
        if (depth > MAX_DEPTH) {
            throw TemplateException.of("the entries refer to each other too deeply");
        }
        StringBuilder filled = new StringBuilder();
        Matcher reference = REFERENCE.matcher(value);
        while (reference.find()) {
            String name = reference.group(1);
            String other = name == null ? "%" : entries.get(name.toLowerCase(Locale.ROOT));
            if (other == null) {
                throw TemplateException.of("there is no entry '" + name + "' for " + reference.group());
            }
            reference.appendReplacement(
                    filled, Matcher.quoteReplacement(name == null ? other : filled(other, entries, depth + 1)));
        }
        return reference.appendTail(filled).toString();
    }
}
