package io.slipway.automation.engine.lookup;

import io.slipway.automation.engine.variables.Templating;
import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.TextFile;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.crypto.vault.VaultException;
import io.slipway.common.template.Delimiters;
import io.slipway.common.template.Python;
import io.slipway.common.template.Settings;
import io.slipway.common.template.TemplateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lookups that read files, or what commands say, on this side. */
final class FileLookups {

    private static final List<String> MARKS =
            List.of("variable_start_string", "variable_end_string", "comment_start_string", "comment_end_string");

    private FileLookups() {}

    static List<@Nullable Object> file(
            List<@Nullable Object> terms, Map<String, @Nullable Object> options, Surroundings around) {
        boolean rstrip = !Boolean.FALSE.equals(options.get("rstrip"));
        boolean lstrip = Boolean.TRUE.equals(options.get("lstrip"));
        List<@Nullable Object> contents = new ArrayList<>();
        for (Object term : terms) {
            String content = read(TextFiles.path("files", Python.str(term), around), around.vault());
            content = rstrip ? content.stripTrailing() : content;
            contents.add(lstrip ? content.stripLeading() : content);
        }
        return contents;
    }

    /** Files as they are, or as what an encrypted one holds: nothing is stripped. */
    static List<@Nullable Object> unvault(
            List<@Nullable Object> terms, Map<String, @Nullable Object> options, Surroundings around) {
        List<@Nullable Object> contents = new ArrayList<>();
        terms.forEach(term -> contents.add(read(TextFiles.path("files", Python.str(term), around), around.vault())));
        return contents;
    }

    private static String read(Path file, Vault vault) {
        try {
            return vault.read(file);
        } catch (TextFile.UnreadableException | VaultException e) {
            throw new TemplateException(e.problem(), e);
        }
    }

    static List<@Nullable Object> template(
            List<@Nullable Object> terms, Map<String, @Nullable Object> options, Surroundings around) {
        Map<String, Object> extra = new LinkedHashMap<>();
        if (options.get("template_vars") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> {
                if (value != null) {
                    extra.put(String.valueOf(name), value);
                }
            });
        }
        boolean converts = !options.containsKey("convert_data") || Python.truthy(options.get("convert_data"));
        Settings settings = Settings.TEMPLATE_FILE.withDelimiters(delimiters(options));
        List<@Nullable Object> rendered = new ArrayList<>();
        for (Object term : terms) {
            String name = Python.str(term);
            Path file = TextFiles.path("templates", name, around);
            String text = around.render(name, file, extra, settings);
            rendered.add(converts ? Templating.data(text, Position.in(file.toString())) : text);
        }
        return rendered;
    }

    private static Delimiters delimiters(Map<String, ? extends @Nullable Object> options) {
        Delimiters delimiters = Delimiters.JINJA;
        for (String name : MARKS) {
            Object mark = options.get(name);
            delimiters = mark == null ? delimiters : delimiters.with(name, Python.str(mark));
        }
        return delimiters;
    }

    static List<@Nullable Object> fileglob(
            List<@Nullable Object> terms, Map<String, @Nullable Object> options, Surroundings around) {
        List<@Nullable Object> found = new ArrayList<>();
        for (Object term : terms) {
            for (Path candidate : around.candidates("files", Python.str(term))) {
                List<String> matching = matching(candidate);
                if (!matching.isEmpty()) {
                    found.addAll(matching);
                    break;
                }
            }
        }
        return found;
    }

    private static List<String> matching(Path pattern) {
        Path folder = pattern.getParent();
        Path name = pattern.getFileName();
        List<String> files = new ArrayList<>();
        if (folder != null && name != null && Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, name.toString())) {
                entries.forEach(entry -> {
                    if (Files.isRegularFile(entry)) {
                        files.add(entry.toString());
                    }
                });
            } catch (IOException e) {
                throw new TemplateException(Problem.of("cannot list " + folder).because(IoReason.of(e)), e);
            }
        }
        files.sort(null);
        return files;
    }

    /** Terms are names, lists of names, or mappings with {@code files}, {@code paths} and {@code skip}. */
    static List<@Nullable Object> firstFound(
            List<@Nullable Object> terms, Map<String, @Nullable Object> options, Surroundings around) {
        List<String> wanted = new ArrayList<>();
        boolean skip = collect(terms, options, wanted);
        for (String name : wanted) {
            Optional<Path> found = around.file(around.kind(), name);
            if (found.isPresent()) {
                return List.of(found.get().toString());
            }
        }
        if (skip) {
            return List.of();
        }
        throw new TemplateException(Problem.of("No file was found when using first_found.")
                .because("looked for " + String.join(", ", wanted)));
    }

    private static boolean collect(
            List<?> terms, Map<String, ? extends @Nullable Object> options, List<String> wanted) {
        boolean skip = Boolean.TRUE.equals(options.get("skip"));
        List<?> all = terms.isEmpty() && !options.isEmpty() ? List.of(options) : terms;
        for (Object term : all) {
            switch (term) {
                case Map<?, ?> given -> {
                    skip = Boolean.TRUE.equals(given.get("skip"));
                    addCombinations(words(given.get("files"), "[,;]"), words(given.get("paths"), "[,:;]"), wanted);
                }
                case List<?> list -> skip |= collect(list, Map.of(), wanted);
                case null -> {}
                default -> {
                    List<String> paths = words(options.get("paths"), "[,:;]");
                    addCombinations(List.of(Python.str(term)), paths, wanted);
                }
            }
        }
        return skip;
    }

    private static void addCombinations(List<String> files, List<String> paths, List<String> wanted) {
        if (paths.isEmpty()) {
            wanted.addAll(files);
        }
        paths.forEach(path -> files.forEach(file -> wanted.add(path + "/" + file)));
    }

    private static List<String> words(@Nullable Object given, String separators) {
        return switch (given) {
            case null -> List.of();
            case List<?> list ->
                list.stream().flatMap(item -> words(item, separators).stream()).toList();
            default ->
                Arrays.stream(Python.str(given).split(separators))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .toList();
        };
    }

    static List<@Nullable Object> pipe(List<@Nullable Object> terms) {
        List<@Nullable Object> said = new ArrayList<>();
        terms.forEach(term -> said.add(output(Python.str(term)).stripTrailing()));
        return said;
    }

    static List<@Nullable Object> lines(List<@Nullable Object> terms) {
        List<@Nullable Object> said = new ArrayList<>();
        terms.forEach(term ->
                said.addAll(output(Python.str(term)).stripTrailing().lines().toList()));
        return said;
    }

    private static String output(String command) {
        try {
            Process process = new ProcessBuilder("/bin/sh", "-c", command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw TemplateException.of("lookup_plugin.pipe(" + command + ") returned " + status);
            }
            return text;
        } catch (IOException e) {
            throw new TemplateException(
                    Problem.of("cannot run '" + command + "'").because(IoReason.of(e)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TemplateException(Problem.of("interrupted while '" + command + "' ran"), e);
        }
    }
}
