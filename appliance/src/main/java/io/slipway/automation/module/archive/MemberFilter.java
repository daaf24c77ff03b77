package io.slipway.automation.module.archive;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.shell.Glob;
import java.util.List;

/** What {@code include} and {@code exclude} leave of an archive: with {@code tar}'s rules or {@code unzip}'s. */
record MemberFilter(List<String> include, List<String> exclude) {

    static MemberFilter of(Arguments a) {
        return new MemberFilter(
                a.strings("include"),
                a.strings("exclude").stream()
                        .map(pattern -> pattern.replaceAll("/+$", ""))
                        .toList());
    }

    /** What is said of an inclusion for which there is nothing. */
    static String lacks(String inclusion) {
        return "the archive has no member '" + inclusion + "'";
    }

    /** Each inclusion must have something that it includes. */
    void require(List<String> names, ArchiveKind kind, String doing) {
        include.stream()
                .filter(one -> {
                    MemberFilter only = new MemberFilter(List.of(one), List.of());
                    return names.stream().noneMatch(name -> only.takes(name, kind));
                })
                .findFirst()
                .ifPresent(one -> {
                    throw new ModuleFailure(doing + ": " + lacks(one));
                });
    }

    boolean takes(String name, ArchiveKind kind) {
        return kind == ArchiveKind.ZIP ? zipTakes(name) : tarTakes(name);
    }

    private boolean zipTakes(String name) {
        return include.isEmpty()
                ? exclude.stream().noneMatch(pattern -> Glob.matches(pattern, name))
                : include.stream().anyMatch(pattern -> Glob.matches(pattern, name));
    }

    /** What is included takes with it what is below it; exclusions are patterns for any part of the path. */
    private boolean tarTakes(String name) {
        String path = name.replaceAll("/+$", "");
        boolean included = include.isEmpty()
                || include.stream()
                        .map(one -> one.replaceAll("/+$", ""))
                        .anyMatch(one -> path.equals(one) || path.startsWith(one + "/"));
        return included && exclude.stream().noneMatch(pattern -> excludes(pattern, path));
    }

    private static boolean excludes(String pattern, String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            String head = path.substring(0, end);
            for (int start = 0; start >= 0; start = next(head, start)) {
                if (Glob.matches(pattern, head.substring(start))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int next(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? -1 : slash + 1;
    }
}
