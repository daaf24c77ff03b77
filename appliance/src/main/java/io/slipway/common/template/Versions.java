package io.slipway.common.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The orders of versions that Ansible knows. */
final class Versions {

    private static final Pattern LOOSE_PART = Pattern.compile("\\d+|[a-z]+|\\.");
    private static final Pattern STRICT = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?(?:([ab])(\\d+))?");
    private static final Pattern SEMANTIC = Pattern.compile(
            "(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)"
                    + "(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?");
    private static final Pattern PEP440 = Pattern.compile(
            "\\s*v?(?:(\\d+)!)?(\\d+(?:\\.\\d+)*)(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\\d*))?"
                    + "(?:-(\\d+)|[-_.]?(post|rev|r)[-_.]?(\\d*))?(?:[-_.]?(dev)[-_.]?(\\d*))?"
                    + "(?:\\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\\s*",
            Pattern.CASE_INSENSITIVE);

    private Versions() {}

    static Comparator<String> order(String type) {
        return switch (type) {
            case "loose" -> (a, b) -> compareLoose(loose(a), loose(b));
            case "strict" -> (a, b) -> compareLists(strict(a), strict(b));
            case "semver", "semantic" -> Versions::compareSemantic;
            case "pep440" -> (a, b) -> compareLists(pep440(a), pep440(b));
            default ->
                throw TemplateException.of(
                        "invalid version type '" + type + "', must be one of loose, strict, semver, semantic, pep440");
        };
    }

    private static TemplateException invalid(String kind, String version) {
        return TemplateException.of("invalid " + kind + " version " + Repr.quoted(version));
    }

    private static List<Object> loose(String version) {
        List<Object> parts = new ArrayList<>();
        Matcher matcher = LOOSE_PART.matcher(version);
        int at = 0;
        while (matcher.find()) {
            if (matcher.start() > at) {
                parts.add(version.substring(at, matcher.start()));
            }
            at = matcher.end();
            if (!matcher.group().equals(".")) {
                boolean number = Character.isDigit(matcher.group().charAt(0));
                parts.add(number ? new BigInteger(matcher.group()) : matcher.group());
            }
        }
        if (at < version.length()) {
            parts.add(version.substring(at));
        }
        return parts;
    }

    /** Numbers and words can't be ordered among each other: Python refuses it too. */
    private static int compareLoose(List<Object> a, List<Object> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            Object x = a.get(i);
            Object y = b.get(i);
            if (x.equals(y)) {
                continue;
            }
            if (x instanceof BigInteger m && y instanceof BigInteger n) {
                return m.compareTo(n);
            }
            if (x instanceof String m && y instanceof String n) {
                return Text.compare(m, n);
            }
            throw TemplateException.of(
                    "Version comparison failed: '<' not supported between '" + x + "' and '" + y + "'");
        }
        return Integer.compare(a.size(), b.size());
    }

    private static List<Object> strict(String version) {
        Matcher m = STRICT.matcher(version);
        if (!m.matches()) {
            throw invalid("strict", version);
        }
        return List.of(
                number(m.group(1)),
                number(m.group(2)),
                number(m.group(3)),
                m.group(4) == null ? "c" : m.group(4),
                number(m.group(5)));
    }

    private static BigInteger number(@Nullable String digits) {
        return digits == null || digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits);
    }

    /** Compares part by part; a number orders before a word, and a longer list after its beginning. */
    private static int compareLists(List<?> a, List<?> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = compareParts(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private static int compareParts(@Nullable Object a, @Nullable Object b) {
        if (a instanceof BigInteger x && b instanceof BigInteger y) {
            return x.compareTo(y);
        }
        if (a instanceof String x && b instanceof String y) {
            return Text.compare(x, y);
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return compareLists(x, y);
        }
        return a instanceof BigInteger ? -1 : 1;
    }

    /** Semantic Versioning 2.0.0, section 11. */
    private static int compareSemantic(String a, String b) {
        Matcher x = SEMANTIC.matcher(a);
        Matcher y = SEMANTIC.matcher(b);
        if (!x.matches()) {
            throw invalid("semantic", a);
        }
        if (!y.matches()) {
            throw invalid("semantic", b);
        }
        for (int i = 1; i <= 3; i++) {
            int order = number(x.group(i)).compareTo(number(y.group(i)));
            if (order != 0) {
                return order;
            }
        }
        String preA = x.group(4);
        String preB = y.group(4);
        if (preA == null || preB == null) {
            return preA == null ? (preB == null ? 0 : 1) : -1;
        }
        return compareLists(identifiers(preA), identifiers(preB));
    }

    private static List<Object> identifiers(String text) {
        List<Object> parts = new ArrayList<>();
        for (String part : text.split("[-_.]")) {
            parts.add(part.chars().allMatch(Character::isDigit) ? new BigInteger(part) : part);
        }
        return parts;
    }

    /** Python's PEP 440, section "Summary of permitted suffixes and relative ordering". */
    private static List<Object> pep440(String version) {
        Matcher m = PEP440.matcher(version);
        if (!m.matches()) {
            throw invalid("PEP 440", version);
        }
        List<Object> release = new ArrayList<>();
        for (String part : m.group(2).split("\\.")) {
            release.add(new BigInteger(part));
        }
        while (release.size() > 1 && release.getLast().equals(BigInteger.ZERO)) {
            release.removeLast();
        }
        boolean post = m.group(5) != null || m.group(6) != null;
        boolean dev = m.group(8) != null;
        List<Object> pre = new ArrayList<>();
        if (m.group(3) != null) {
            pre.add(BigInteger.ONE);
            pre.add(stage(m.group(3)));
            pre.add(number(m.group(4)));
        } else {
            pre.add(BigInteger.valueOf(dev && !post ? 0 : 2));
        }
        BigInteger postNumber = number(m.group(5) != null ? m.group(5) : m.group(7));
        List<Object> local = new ArrayList<>();
        if (m.group(10) != null) {
            for (Object part : identifiers(m.group(10).toLowerCase(Locale.ROOT))) {
                local.add(part instanceof String s ? List.of(BigInteger.ZERO, s) : List.of(BigInteger.ONE, part));
            }
        }
        return List.of(
                number(m.group(1)),
                release,
                pre,
                post ? List.of(BigInteger.ONE, postNumber) : List.of(BigInteger.ZERO),
                dev ? List.of(BigInteger.ZERO, number(m.group(9))) : List.of(BigInteger.ONE),
                local);
    }

    private static String stage(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "a", "alpha" -> "a";
            case "b", "beta" -> "b";
            default -> "rc";
        };
    }
}
