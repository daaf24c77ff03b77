package io.slipway.common.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The filter {@code community.general.lists_mergeby}: lists of mappings into one, where those with the same index are combined. */
final class ListMerge {

    private ListMerge() {}

    static Object apply(@Nullable Object value, Arguments args, RenderContext context) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>(args.restNamed());
        boolean recursive = Python.truthy(named.remove("recursive"));
        String listMerge = named.containsKey("list_merge") ? Python.str(named.remove("list_merge")) : "replace";
        if (!named.isEmpty()) {
            throw TemplateException.of("'recursive' and 'list_merge' are the only valid keyword arguments.");
        }
        if (args.rest().isEmpty()) {
            throw TemplateException.of("At least one list and index are needed.");
        }
        List<List<@Nullable Object>> lists = new ArrayList<>();
        addList(value, lists);
        args.rest().subList(0, args.rest().size() - 1).forEach(term -> addList(term, lists));
        if (lists.size() < 2) {
            return lists.isEmpty() ? new ArrayList<>() : lists.getFirst();
        }
        if (!(args.rest().getLast() instanceof String index)) {
            throw TemplateException.of("the last argument of lists_mergeby must be a string");
        }
        List<@Nullable Object> result = lists.getLast();
        for (int i = lists.size() - 2; i >= 0; i--) {
            result = merged(lists.get(i), result, index, recursive, listMerge, context);
        }
        return result;
    }

    /** A list of lists stands for those. */
    private static void addList(@Nullable Object term, List<List<@Nullable Object>> lists) {
        if (term instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (!(term instanceof List<?> list)) {
            throw TemplateException.of(
                    "All arguments before the argument index for community.general.lists_mergeby must be" + " lists. "
                            + Python.str(term) + " is " + Python.typeName(term));
        }
        if (!list.isEmpty() && list.stream().allMatch(List.class::isInstance)) {
            list.forEach(inner -> lists.add(Python.iterate(inner)));
        } else if (!list.isEmpty()) {
            lists.add(Python.iterate(list));
        }
    }

    private static List<@Nullable Object> merged(
            List<@Nullable Object> low,
            List<@Nullable Object> high,
            String index,
            boolean recursive,
            String listMerge,
            RenderContext context) {
        Map<@Nullable Object, @Nullable Object> byIndex = new LinkedHashMap<>();
        for (List<@Nullable Object> list : List.of(low, high)) {
            for (Object element : list) {
                if (!(element instanceof Map<?, ?> map)) {
                    throw TemplateException.of("Elements of list arguments for lists_mergeby must be dictionaries. "
                            + Python.str(element) + " is " + Python.typeName(element));
                }
                if (Dicts.has(map, index)) {
                    Object key = Dicts.get(map, index);
                    Map<?, ?> before = Dicts.get(byIndex, key) instanceof Map<?, ?> known ? known : Map.of();
                    Dicts.put(byIndex, key, CombineFilters.merge(before, map, recursive, listMerge, context));
                }
            }
        }
        List<@Nullable Object> all = new ArrayList<>(byIndex.values());
        all.sort((a, b) -> Python.compare(Subscript.item(a, index), Subscript.item(b, index), "<"));
        return all;
    }
}
