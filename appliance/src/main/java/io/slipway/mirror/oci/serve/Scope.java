package io.slipway.mirror.oci.serve;

import io.slipway.mirror.oci.registry.RepositoryName;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A repository and what may be done with it, as clients and token servers write it: {@code repository:NAME:pull,push}. */
record Scope(RepositoryName name, Set<Guard.Right> rights) {

    private static final String REPOSITORY = "repository";
    private static final Pattern FORM = Pattern.compile(REPOSITORY + "(?:\\([a-z]*\\))?:(.+):([^:]*)");
    private static final String ALL = "*";

    /** Nothing for what is not about a repository, which a token server ignores. */
    static Optional<Scope> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? RepositoryName.parse(parts.group(1))
                        .map(name ->
                                new Scope(name, rights(List.of(parts.group(2).split(",")))))
                : Optional.empty();
    }

    private static Set<Guard.Right> rights(List<?> words) {
        Set<Guard.Right> rights = EnumSet.noneOf(Guard.Right.class);
        for (Guard.Right right : Guard.Right.values()) {
            if (words.contains(right.word()) || words.contains(ALL)) {
                rights.add(right);
            }
        }
        return rights;
    }

    boolean grants(RepositoryName wanted, Guard.Right right) {
        return name.equals(wanted) && rights.contains(right);
    }

    /** As a token has it. */
    Map<String, Object> claim() {
        return Map.of("type", REPOSITORY, "name", name.text(), "actions", words());
    }

    static Optional<Scope> ofClaim(@Nullable Object claim) {
        return claim instanceof Map<?, ?> map
                        && map.get("name") instanceof String text
                        && map.get("actions") instanceof List<?> actions
                ? RepositoryName.parse(text).map(name -> new Scope(name, rights(actions)))
                : Optional.empty();
    }

    private List<String> words() {
        return rights.stream().map(Guard.Right::word).toList();
    }

    @Override
    public String toString() {
        return REPOSITORY + ":" + name + ":" + words().stream().collect(Collectors.joining(","));
    }
}
