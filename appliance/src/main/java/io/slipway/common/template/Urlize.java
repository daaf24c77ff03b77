package io.slipway.common.template;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Jinja's filter {@code urlize}: makes links of the addresses in a text. */
final class Urlize {

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern OPENING = Pattern.compile("^(?:[(<]|&lt;)+");
    private static final Pattern CLOSING = Pattern.compile("(?:[)>.,\\n]|&gt;)++$");
    private static final Pattern SCHEME = Pattern.compile("(?:[\\w.+-]{2,}):(?:/{0,2})");
    private static final Pattern EMAIL = Pattern.compile("\\S+@\\w[\\w.-]*\\.\\w+");
    private static final Pattern WEB = Pattern.compile(
            "(?:(?:https?://|www\\.)(?:(?:[\\w%-]+\\.)+)?(?:[a-z]{2,63}|xn--[\\w%]{2,59})"
                    + "|(?:[\\w%-]{2,63}\\.)+(?:com|net|int|edu|gov|org|info|mil)"
                    + "|https?://(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[(?:[\\da-f]{0,4}:){2}(?:[\\da-f]{0,4}:?){1,6}]))"
                    + "(?::\\d{1,5})?(?:[/?#]\\S*)?",
            Pattern.CASE_INSENSITIVE);
    private static final String[][] PAIRS = {{"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}};

    private final String attributes;
    private final @Nullable Long limit;
    private final List<String> schemes;

    private Urlize(String attributes, @Nullable Long limit, List<String> schemes) {
        this.attributes = attributes;
        this.limit = limit;
        this.schemes = schemes;
    }

    static String apply(@Nullable Object value, Arguments args, RenderContext context) {
        TreeSet<String> rel = new TreeSet<>(List.of("noopener"));
        Splitting.split(args.text("rel", ""), null, -1).forEach(word -> rel.add(Python.str(word)));
        if (args.flag("nofollow", false)) {
            rel.add("nofollow");
        }
        List<String> schemes = new ArrayList<>();
        if (args.any("extra_schemes") != null) {
            Python.iterate(args.any("extra_schemes")).forEach(scheme -> schemes.add(Python.str(scheme)));
        }
        for (String scheme : schemes) {
            if (!SCHEME.matcher(scheme).matches()) {
                throw TemplateException.of(Python.repr(scheme) + " is not a valid URI scheme prefix.");
            }
        }
        String target = args.text("target", "");
        String attributes = " rel=\"" + TextFilters.escape(String.join(" ", rel)) + "\""
                + (target.isEmpty() ? "" : " target=\"" + TextFilters.escape(target) + "\"");
        Long limit = args.any("trim_url_limit") == null ? null : args.integer("trim_url_limit");
        return new Urlize(attributes, limit, schemes).text(TextFilters.escape(Python.str(value)), context);
    }

    private String text(String text, RenderContext context) {
        StringBuilder out = new StringBuilder();
        Matcher blanks = BLANKS.matcher(text);
        int start = 0;
        while (blanks.find()) {
            context.step();
            out.append(word(text.substring(start, blanks.start()))).append(blanks.group());
            Bounds.text(out.length());
            start = blanks.end();
        }
        return out.append(word(text.substring(start))).toString();
    }

    private String word(String word) {
        Matcher opening = OPENING.matcher(word);
        String head = opening.find() ? opening.group() : "";
        String middle = word.substring(head.length());
        Matcher closing = CLOSING.matcher(new WatchedText(middle));
        String tail = closing.find() ? closing.group() : "";
        middle = middle.substring(0, middle.length() - tail.length());
        for (String[] pair : PAIRS) {
            int open = count(middle, pair[0]);
            if (open > count(middle, pair[1])) {
                for (int i = Math.min(open, count(tail, pair[1])); i > 0; i--) {
                    int end = tail.indexOf(pair[1]) + pair[1].length();
                    middle += tail.substring(0, end);
                    tail = tail.substring(end);
                }
            }
        }
        return head + linked(middle) + tail;
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }

    private String linked(String word) {
        if (matches(WEB, word)) {
            boolean whole = word.startsWith("https://") || word.startsWith("http://");
            return link(whole ? word : "https://" + word, attributes, trimmed(word));
        }
        if (word.startsWith("mailto:") && matches(EMAIL, word.substring(7))) {
            return link(word, "", word.substring(7));
        }
        if (word.contains("@") && !word.startsWith("www.") && !word.contains(":") && matches(EMAIL, word)) {
            return link("mailto:" + word, "", word);
        }
        String linked = word;
        for (String scheme : schemes) {
            if (!linked.equals(scheme) && linked.startsWith(scheme)) {
                linked = link(linked, attributes, linked);
            }
        }
        return linked;
    }

    private static boolean matches(Pattern pattern, String word) {
        return pattern.matcher(new WatchedText(word)).matches();
    }

    private static String link(String address, String attributes, String shown) {
        return "<a href=\"" + address + "\"" + attributes + ">" + shown + "</a>";
    }

    private String trimmed(String address) {
        return limit == null || Text.length(address) <= limit
                ? address
                : Text.slice(address, 0, Math.toIntExact(Math.max(0, limit))) + "...";
    }
}
