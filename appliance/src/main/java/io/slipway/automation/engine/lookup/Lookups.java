package io.slipway.automation.engine.lookup;

import io.slipway.automation.engine.variables.Plain;
import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.common.PythonRegex;
import io.slipway.common.template.Callable;
import io.slipway.common.template.Python;
import io.slipway.common.template.TemplateException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Every lookup there is, by name, and the functions by which templates call them. */
public final class Lookups {

    private final Map<String, Lookup> byName = new TreeMap<>();

    public Lookups(RandomGenerator random) {
        byName.put("items", Lookup.of(ListLookups::items));
        byName.put("list", Lookup.of(ListLookups::same));
        byName.put("flattened", Lookup.of(ListLookups::flattened));
        byName.put("together", Lookup.of(ListLookups::together));
        byName.put("nested", Lookup.of(ListLookups::nested));
        byName.put("cartesian", Lookup.of(ListLookups::nested));
        byName.put("dict", Lookup.of(ListLookups::dict));
        byName.put("indexed_items", Lookup.of(ListLookups::indexed));
        byName.put("subelements", Lookup.of(ListLookups::subelements));
        byName.put("sequence", new SequenceLookup());
        byName.put("random_choice", Lookup.of(new RandomChoice(random)::of));
        byName.put("password", new PasswordLookup(random));
        byName.put("csvfile", new CsvLookup());
        byName.put("ini", new IniLookup());
        byName.put("url", new UrlLookup());
        byName.put("env", Lookups::env);
        byName.put("config", new ConfigLookup());
        byName.put("vars", Lookups::vars);
        byName.put("varnames", Lookups::varnames);
        byName.put("file", FileLookups::file);
        byName.put("unvault", FileLookups::unvault);
        byName.put("template", FileLookups::template);
        byName.put("fileglob", FileLookups::fileglob);
        byName.put("filetree", TreeLookup::find);
        byName.put("first_found", FileLookups::firstFound);
        byName.put("pipe", Lookup.of(FileLookups::pipe));
        byName.put("lines", Lookup.of(FileLookups::lines));
        byName.put("inventory_hostnames", Lookups::hosts);
    }

    private static final Pattern OF_COLLECTION = Pattern.compile("\\w+\\.\\w+\\.\\w+");

    /** @throws TemplateException when there is none of that name */
    public Lookup get(String name) {
        Lookup lookup = byName.get(shortName(name));
        if (lookup == null) {
            throw new TemplateException(unknown(name));
        }
        return lookup;
    }

    /** What is wrong with the name of a lookup, if anything is. Those of other collections may never be used: they fail when they are. */
    public Optional<Problem> objection(String name) {
        boolean elsewhere = OF_COLLECTION.matcher(shortName(name)).matches();
        return elsewhere || byName.containsKey(shortName(name)) ? Optional.empty() : Optional.of(unknown(name));
    }

    private Problem unknown(String name) {
        return Problem.of("there is no lookup '" + name + "'").hint(NearMiss.hint(shortName(name), byName.keySet()));
    }

    private static String shortName(String name) {
        return name.replaceFirst("^(ansible\\.(builtin|legacy)|community\\.general)\\.", "");
    }

    /** {@code lookup('name', terms…)}: texts are joined by commas unless {@code wantlist} is set. */
    public Callable lookup(Surroundings around) {
        return new Function(this, around, false);
    }

    /** {@code query('name', terms…)}: always a list. */
    public Callable query(Surroundings around) {
        return new Function(this, around, true);
    }

    private @Nullable Object call(
            List<@Nullable Object> args, Map<String, @Nullable Object> kwargs, Surroundings around, boolean list) {
        if (args.isEmpty()) {
            throw TemplateException.of("lookup needs the name of a lookup");
        }
        Map<String, @Nullable Object> options = new LinkedHashMap<>(kwargs);
        boolean wantsList = Python.truthy(options.remove("wantlist")) || list;
        String errors = options.containsKey("errors") ? Python.str(options.remove("errors")) : "strict";
        List<@Nullable Object> terms = new ArrayList<>();
        for (Object term : args.subList(1, args.size())) {
            terms.add(Plain.of(term));
        }
        Lookup lookup = get(Python.str(args.getFirst()));
        List<@Nullable Object> found;
        try {
            found = lookup.find(terms, options, around);
        } catch (TemplateException e) {
            if (errors.equals("strict") || e.undefined() != null) {
                throw e;
            }
            return wantsList ? new ArrayList<>() : null;
        }
        return wantsList ? found : joined(found);
    }

    private static @Nullable Object joined(List<@Nullable Object> found) {
        if (found.stream().allMatch(String.class::isInstance)) {
            return found.isEmpty()
                    ? found
                    : String.join(",", found.stream().map(Python::str).toList());
        }
        return found.size() == 1 ? found.getFirst() : found;
    }

    private static List<@Nullable Object> env(
            List<@Nullable Object> terms, Map<String, @Nullable Object> options, Surroundings around) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object term : terms) {
            String value = around.environment().get(Python.str(term));
            values.add(value == null ? options.containsKey("default") ? options.get("default") : "" : value);
        }
        return values;
    }

    private static List<@Nullable Object> vars(
            List<@Nullable Object> terms, Map<String, @Nullable Object> options, Surroundings around) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object term : terms) {
            String name = Python.str(term);
            boolean useDefault = !around.variables().has(name) && options.containsKey("default");
            values.add(
                    useDefault
                            ? options.get("default")
                            : Plain.of(around.variables().get(name)));
        }
        return values;
    }

    private static List<@Nullable Object> varnames(
            List<@Nullable Object> terms, Map<String, @Nullable Object> options, Surroundings around) {
        List<@Nullable Object> names = new ArrayList<>();
        for (Object term : terms) {
            try {
                PythonRegex pattern = PythonRegex.ofText(Python.str(term), 0);
                around.variables().names().stream()
                        .filter(name -> pattern.finds(name))
                        .forEach(names::add);
            } catch (PatternSyntaxException e) {
                throw TemplateException.of(
                        "Unable to use \"" + term + "\" as a search parameter: " + e.getDescription());
            }
        }
        return names;
    }

    private static List<@Nullable Object> hosts(
            List<@Nullable Object> terms, Map<String, @Nullable Object> options, Surroundings around) {
        String pattern = String.join(":", terms.stream().map(Python::str).toList());
        return new ArrayList<@Nullable Object>(around.hosts(pattern));
    }

    private record Function(Lookups lookups, Surroundings around, boolean list) implements Callable {
        @Override
        public @Nullable Object call(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
            return lookups.call(args, kwargs, around, list);
        }
    }

    private record RandomChoice(RandomGenerator random) {
        List<@Nullable Object> of(List<@Nullable Object> terms) {
            return terms.isEmpty() ? terms : Collections.singletonList(terms.get(random.nextInt(terms.size())));
        }
    }
}
