package io.slipway.common.template;

import io.slipway.common.NearMiss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The filters and tests that an engine knows. */
final class Vocabulary {

    /** A filter or test with what it takes; without a signature it takes anything. */
    record Entry<T>(T action, @Nullable Signature signature) {}

    private static final List<String> OWN = List.of("ansible.builtin.", "ansible.legacy.");

    private final Map<String, Entry<Filter>> filters;
    private final Map<String, Entry<Test>> tests;

    Vocabulary(Map<String, Entry<Filter>> filters, Map<String, Entry<Test>> tests) {
        this.filters = new LinkedHashMap<>(filters);
        this.tests = new LinkedHashMap<>(tests);
    }

    @Nullable
    Entry<Filter> filter(String name) {
        return find(filters, name);
    }

    @Nullable
    Entry<Test> test(String name) {
        return find(tests, name);
    }

    private static <T> @Nullable Entry<T> find(Map<String, Entry<T>> entries, String name) {
        Entry<T> entry = entries.get(name);
        return entry != null ? entry : entries.get(plain(name));
    }

    /** Ansible's own plugins also go by their full names. */
    private static String plain(String name) {
        for (String prefix : OWN) {
            if (name.startsWith(prefix)) {
                return name.substring(prefix.length());
            }
        }
        return name;
    }

    /** What is wrong with a filter's name, at the place where it stands in a text. */
    Optional<TemplateException> objectionToFilter(String name, Source source, int start) {
        return objection("filter", name, filters, source, start);
    }

    Optional<TemplateException> objectionToTest(String name, Source source, int start) {
        return objection("test", name, tests, source, start);
    }

    private static <T> Optional<TemplateException> objection(
            String kind, String name, Map<String, Entry<T>> known, Source source, int start) {
        return find(known, name) == null
                ? Optional.of(source.mistake(
                        start,
                        "there is no " + kind + " '" + name + "'",
                        NearMiss.hint(name.substring(name.lastIndexOf('.') + 1), known.keySet())))
                : Optional.empty();
    }

    Set<String> filterNames() {
        return filters.keySet();
    }

    Set<String> testNames() {
        return tests.keySet();
    }
}
