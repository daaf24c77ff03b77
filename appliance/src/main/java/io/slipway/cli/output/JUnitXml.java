package io.slipway.cli.output;

import java.time.Duration;
import java.util.List;

/** A JUnit report (the schema that Jenkins reads): test cases in one suite. */
final class JUnitXml {

    private JUnitXml() {}

    enum Verdict {
        OK,
        FAILED,
        SKIPPED
    }

    /** @param message why it failed or was skipped */
    record TestCase(String name, String place, Duration took, Verdict verdict, String message, String output) {}

    static String report(String name, List<TestCase> cases) {
        String failures = "failures=\"" + count(cases, Verdict.FAILED) + "\"";
        String tests = "tests=\"" + cases.size() + "\" time=\""
                + seconds(cases.stream().map(TestCase::took).reduce(Duration.ZERO, Duration::plus)) + "\"";
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuites disabled=\"0\" errors=\"0\" ")
                .append(failures)
                .append(' ')
                .append(tests)
                .append(">\n");
        xml.append("\t<testsuite disabled=\"0\" errors=\"0\" ").append(failures);
        xml.append(" name=\"").append(escaped(name)).append('"');
        xml.append(" skipped=\"")
                .append(count(cases, Verdict.SKIPPED))
                .append("\" ")
                .append(tests)
                .append(">\n");
        cases.forEach(test -> write(test, xml));
        return xml.append("\t</testsuite>\n</testsuites>\n").toString();
    }

    private static long count(List<TestCase> cases, Verdict verdict) {
        return cases.stream().filter(test -> test.verdict == verdict).count();
    }

    private static void write(TestCase test, StringBuilder xml) {
        xml.append("\t\t<testcase classname=\"").append(escaped(test.place));
        xml.append("\" name=\"").append(escaped(test.name));
        xml.append("\" time=\"").append(seconds(test.took)).append("\">\n\t\t\t");
        String output = escaped(test.output);
        switch (test.verdict) {
            case OK -> xml.append("<system-out>").append(output).append("</system-out>");
            case SKIPPED ->
                xml.append("<skipped>").append(escaped(test.message)).append("</skipped>");
            case FAILED -> {
                xml.append("<failure message=\"").append(escaped(test.message)).append("\" type=\"failure\">");
                xml.append(output).append("</failure>");
            }
        }
        xml.append("\n\t\t</testcase>\n");
    }

    private static String seconds(Duration time) {
        return "%d.%06d".formatted(time.toSeconds(), time.toNanosPart() / 1000);
    }

    /** For text and attributes alike; characters that XML 1.0 forbids become question marks. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isAllowed(c) ? c : '\ufffd');
            }
        });
        return escaped.toString();
    }

    private static boolean isAllowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= ' ' && c <= 0xd7ff)
                || (c >= 0xe000 && c != 0xfffe && c != 0xffff);
    }
}
