package io.slipway.common.template;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The filters and tests that an engine knows. */
final class Vocabulary {

    /** A filter or test with what it takes; without a signature it takes anything. */
    record Entry<T>(T action, @Nullable Signature signature) {}

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
        return entry != null || !name.startsWith("ansible.") ? entry : entries.get(plain(name));
    }

    /** Ansible's own plugins also go by their full names. */
    private static String plain(String name) {
        for (String prefix : Set.of("ansible.builtin.", "ansible.legacy.")) {
            if (name.startsWith(prefix)) {
                return name.substring(prefix.length());
            }
        }
        return name;
    }

    Set<String> filterNames() {
        return filters.keySet();
    }

    Set<String> testNames() {
        return tests.keySet();
    }
}
