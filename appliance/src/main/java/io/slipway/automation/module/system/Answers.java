package io.slipway.automation.module.system;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Regex;
import io.slipway.common.PythonFloat;
import io.slipway.common.PythonRegex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** What a program has said, and what to answer: the pattern that matches first has the word, and what it matched counts no more. */
final class Answers {

    /** @param once the answers in their order, or nothing when there is one that always holds */
    private record Response(
            String question, PythonRegex pattern, @Nullable String always, Iterator<String> once) {

        String next(String printed) {
            if (always != null) {
                return always;
            }
            if (!once.hasNext()) {
                throw new ModuleFailure("No remaining responses for '" + question + "', output was '" + printed + "'");
            }
            return once.next();
        }
    }

    private final List<Response> responses;
    private final StringBuilder printed = new StringBuilder();
    private int heard;

    private Answers(List<Response> responses) {
        this.responses = responses;
    }

    static Answers of(Map<String, @Nullable Object> responses) {
        List<Response> all = new ArrayList<>();
        responses.forEach((question, answer) -> {
            PythonRegex pattern = Regex.ofBytes("(?s)" + latin(question));
            if (answer instanceof List<?> several) {
                all.add(new Response(
                        question,
                        pattern,
                        null,
                        several.stream().map(Answers::line).toList().iterator()));
            } else {
                all.add(new Response(
                        question, pattern, line(answer), List.<String>of().iterator()));
            }
        });
        return new Answers(all);
    }

    private static String latin(String text) {
        return new String(NodeText.encode(text), StandardCharsets.ISO_8859_1);
    }

    private static String line(@Nullable Object answer) {
        String text = switch (answer) {
            case null -> "None";
            case Boolean truth -> truth ? "True" : "False";
            case Double number -> PythonFloat.text(number);
            default -> String.valueOf(answer);
        };
        return text.replaceAll("\n+$", "") + "\n";
    }

    void heard(byte[] text) {
        printed.append(new String(text, StandardCharsets.ISO_8859_1));
    }

    byte[] printed() {
        return printed.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * The answer to the first question that has none yet, as a line.
     *
     * @throws ModuleFailure when there is a question for which no answer is left
     */
    Optional<String> next() {
        String rest = printed.substring(heard);
        Response first = null;
        int start = 0;
        int end = 0;
        for (Response response : responses) {
            Matcher matcher = response.pattern().matcher(rest);
            if (something(matcher) && (first == null || matcher.start() < start)) {
                first = response;
                start = matcher.start();
                end = matcher.end();
            }
        }
        if (first == null) {
            return Optional.empty();
        }
        heard += end;
        return Optional.of(first.next(NodeText.decode(rest.getBytes(StandardCharsets.ISO_8859_1))));
    }

    private static boolean something(Matcher matcher) {
        while (matcher.find()) {
            if (matcher.end() > matcher.start()) {
                return true;
            }
        }
        return false;
    }
}
