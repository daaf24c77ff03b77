package io.slipway.mirror.apt;

import io.slipway.common.DebianVersion;
import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.store.ContentStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which packages of an archive count at all; the others are as if the archive did not have them.
 *
 * @param only patterns of names, in which {@code *} stands for anything; empty for all
 * @param except of names that do not count
 * @param newest how many versions of each package count; 0 for all
 */
public record Filter(List<String> only, List<String> except, int newest) {

    public static final Filter NONE = new Filter(List.of(), List.of(), 0);

    public Filter {
        only = List.copyOf(only);
        except = List.copyOf(except);
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /** What to ask of each package of a suite. Where versions are compared, this reads its indexes once. */
    public static Predicate<BinaryPackage> of(ContentStore store, UpstreamSuite suite) {
        Filter filter = suite.source().filter();
        if (filter.isNone()) {
            return each -> true;
        }
        Predicate<BinaryPackage> named = filter.named();
        return filter.newest() == 0 ? named : named.and(filter.newest(store, suite, named));
    }

    private Predicate<BinaryPackage> named() {
        Pattern wanted = only.isEmpty() ? Pattern.compile(".*") : pattern(only);
        Pattern unwanted = pattern(except);
        return each -> wanted.matcher(each.name()).matches()
                && !unwanted.matcher(each.name()).matches();
    }

    private static Pattern pattern(List<String> globs) {
        return Pattern.compile(globs.stream()
                .map(glob ->
                        Stream.of(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")))
                .collect(Collectors.joining("|")));
    }

    private Predicate<BinaryPackage> newest(ContentStore store, UpstreamSuite suite, Predicate<BinaryPackage> named) {
        Map<String, TreeSet<DebianVersion>> versions = new HashMap<>();
        ReadIndexes.packages(store, suite, each -> {
            if (named.test(each)) {
                TreeSet<DebianVersion> known = versions.computeIfAbsent(key(each), name -> new TreeSet<>());
                known.add(each.version());
                if (known.size() > newest) {
                    known.pollFirst();
                }
            }
        });
        return each -> versions.getOrDefault(key(each), new TreeSet<>()).contains(each.version());
    }

    private static String key(BinaryPackage each) {
        return each.name() + " " + each.architecture();
    }
}
