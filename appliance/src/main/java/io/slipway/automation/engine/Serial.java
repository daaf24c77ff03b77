package io.slipway.automation.engine;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.template.Python;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code serial}: how many hosts go through a play together. */
final class Serial {

    private Serial() {}

    /**
     * @param serial a number, a percentage such as {@code "30%"}, or a list of them of which the last repeats; 0 or nothing for all at once
     */
    static List<List<String>> batches(List<String> hosts, Optional<Object> serial, Position at) {
        List<?> sizes = serial.map(value -> value instanceof List<?> list ? list : List.of(value))
                .orElse(List.of());
        List<List<String>> batches = new ArrayList<>();
        int begin = 0;
        for (int i = 0; begin < hosts.size(); i++) {
            int size = sizes.isEmpty()
                    ? hosts.size()
                    : size(Python.str(sizes.get(Math.min(i, sizes.size() - 1))), hosts.size(), at);
            int end = size <= 0 ? hosts.size() : Math.min(hosts.size(), begin + size);
            batches.add(hosts.subList(begin, end));
            begin = end;
        }
        return batches;
    }

    private static int size(String text, int all, Position at) {
        try {
            return text.endsWith("%")
                    ? Math.max(1, (int) (Double.parseDouble(text.substring(0, text.length() - 1)) / 100 * all))
                    : Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new EngineException(
                    Problem.of("'serial' is '" + text + "', neither a number nor a percentage")
                            .at(at),
                    e);
        }
    }
}
