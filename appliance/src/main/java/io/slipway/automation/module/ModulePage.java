package io.slipway.automation.module;

import io.slipway.common.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The documentation of a module, made of nothing but its {@link ModuleSpec}. */
public record ModulePage(ModuleSpec spec) {

    private static final String INDENT = " ".repeat(8);

    /** For a terminal. */
    public String text() {
        StringBuilder page = new StringBuilder(spec.name().toUpperCase(Locale.ROOT))
                .append(" - ")
                .append(spec.summary())
                .append('\n');
        paragraph(page, "Also called", String.join(", ", aliases()));
        page.append("\nPARAMETERS (= must be given)\n");
        if (spec.freeForm()) {
            page.append("\n= free form\n").append(INDENT).append("the text after the module's name\n");
        }
        for (Option option : spec.options()) {
            page.append(option.required() ? "\n= " : "\n- ")
                    .append(names(option))
                    .append('\n');
            page.append(INDENT).append(option.summary()).append('\n');
            page.append(INDENT).append(nature(option)).append('\n');
        }
        if (spec.options().isEmpty() && !spec.freeForm()) {
            page.append("\nnone\n");
        }
        list(page, "RULES", rules());
        list(page, "DIFFERENCES FROM ANSIBLE", spec.differences());
        return page.toString();
    }

    /** A task with every parameter, to be filled in. */
    public String snippet() {
        StringBuilder task = new StringBuilder("- name: ")
                .append(spec.summary())
                .append("\n  ")
                .append(spec.name())
                .append(":\n");
        for (Option option : spec.options()) {
            task.append("      ")
                    .append(String.format(Locale.ROOT, "%-22s", option.name() + ":"))
                    .append(" # ")
                    .append(option.required() ? "(required) " : "")
                    .append(option.summary())
                    .append('\n');
        }
        return task.toString();
    }

    /** For programs. */
    public Map<String, @Nullable Object> data() {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        for (Option option : spec.options()) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("description", option.summary());
            one.put("type", type(option));
            one.put("aliases", option.aliases());
            one.put("choices", option.choices());
            one.put("default", option.fallback());
            one.put("required", option.required());
            one.put("no_log", option.noLog());
            options.put(option.name(), one);
        }
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("module", spec.name());
        page.put("aliases", aliases());
        page.put("short_description", spec.summary());
        page.put("free_form", spec.freeForm());
        page.put("options", options);
        page.put("rules", rules());
        page.put("differences", spec.differences());
        return page;
    }

    /** A section of a Markdown document. */
    public String markdown() {
        StringBuilder section = new StringBuilder("## ").append(spec.name()).append("\n\n");
        section.append(spec.summary()).append(".");
        if (!aliases().isEmpty()) {
            section.append(" Also called ").append(code(aliases())).append('.');
        }
        section.append("\n\n");
        if (spec.freeForm()) {
            section.append("Takes free form.\n\n");
        }
        if (!spec.options().isEmpty()) {
            section.append("| parameter | type | meaning |\n| --- | --- | --- |\n");
        }
        for (Option option : spec.options()) {
            section.append("| `")
                    .append(option.name())
                    .append(option.aliases().isEmpty() ? "`" : "`, " + code(option.aliases()))
                    .append(option.required() ? " *must be given*" : "")
                    .append(" | ")
                    .append(type(option))
                    .append(" | ")
                    .append(cell(option.summary() + facts(option)))
                    .append(" |\n");
        }
        rules().forEach(rule -> section.append("\n- ").append(rule));
        spec.differences()
                .forEach(difference -> section.append("\n- *Differs:* ").append(difference));
        return section.append(rules().isEmpty() && spec.differences().isEmpty() ? "\n" : "\n\n")
                .toString();
    }

    private List<String> aliases() {
        return spec.names().subList(1, spec.names().size());
    }

    private static String names(Option option) {
        return option.name()
                + (option.aliases().isEmpty() ? "" : " (also " + String.join(", ", option.aliases()) + ")");
    }

    private static String nature(Option option) {
        return type(option) + facts(option);
    }

    private static String facts(Option option) {
        return (option.choices().isEmpty() ? "" : "; one of " + String.join(", ", option.choices()))
                + (option.fallback() == null ? "" : "; default " + Json.line(option.fallback()))
                + (option.noLog() ? "; never shown" : "");
    }

    private static String type(Option option) {
        return switch (option.type()) {
            case STRING -> "text";
            case PATH -> "path";
            case BOOL -> "boolean";
            case INT -> "integer";
            case FLOAT -> "number";
            case LIST -> "list of texts";
            case ELEMENTS -> "list";
            case MAP -> "mapping";
            case MODE -> "file mode";
            case RAW -> "any";
        };
    }

    private List<String> rules() {
        List<String> rules = new ArrayList<>();
        spec.oneNeeded().forEach(group -> rules.add("one of " + code(group) + " must be given"));
        spec.exclusive().forEach(group -> rules.add("only one of " + code(group) + " may be given"));
        spec.together().forEach(group -> rules.add(code(group) + " are given together"));
        spec.neededIf()
                .forEach(rule -> rules.add(code(rule.needs()) + " must be given if `" + rule.option() + "` is "
                        + Json.line(rule.value())));
        return rules;
    }

    private static String code(List<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    private static void paragraph(StringBuilder page, String title, String text) {
        if (!text.isEmpty()) {
            page.append('\n').append(title).append(": ").append(text).append('\n');
        }
    }

    private static void list(StringBuilder page, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            page.append('\n').append(title).append('\n');
            lines.forEach(
                    line -> page.append("- ").append(line.replace("`", "")).append('\n'));
        }
    }
}
