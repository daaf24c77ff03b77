package io.slipway.automation.module.xml;

import io.slipway.automation.module.ModuleFailure;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Makes what a simple path names and the document lacks, step by step from the root: {@code /a/b}, {@code /a/b/@c}, {@code /a/@c='x'},
 * {@code /a/b/text()='x'}, {@code /a/b[@c='x' and d/text()='y']}.
 */
record XmlTarget(XmlEdit edit) {

    private static final String NAME = "[a-zA-Z-][a-zA-Z0-9_\\-.]*(?::[a-zA-Z-][a-zA-Z0-9_\\-.]*)?";
    private static final String TEXT = "('.*'|\".*\")";
    private static final Pattern ELEMENT = Pattern.compile("(.*)/(" + NAME + ")");
    private static final Pattern ELEMENT_TEXT = Pattern.compile("(.*)/(" + NAME + ")/text\\(\\)=" + TEXT);
    private static final Pattern ATTRIBUTE = Pattern.compile("(.*)/@(" + NAME + ")");
    private static final Pattern ATTRIBUTE_VALUE = Pattern.compile("(.*)/@(" + NAME + ")=" + TEXT);
    private static final Pattern CONDITIONS = Pattern.compile("(.*)/(" + NAME + ")\\[(.*)]");
    private static final Pattern OWN_TEXT = Pattern.compile("(.*)/text\\(\\)=" + TEXT);

    /** How deep a path may be that is to be made. */
    private static final int DEPTH = 200;

    private enum Kind {
        ELEMENT,
        ATTRIBUTE,
        CONDITIONS,
        TEXT
    }

    /**
     * @param inner the path to what is to be changed
     * @param value what it is to hold, or the conditions that it is to meet
     */
    private record Last(
            Kind kind, String inner, String name, @Nullable String value) {

        static Optional<Last> of(String xpath) {
            return Stream.of(
                            of(ELEMENT, Kind.ELEMENT, xpath, 0),
                            of(ELEMENT_TEXT, Kind.ELEMENT, xpath, 3),
                            of(ATTRIBUTE, Kind.ATTRIBUTE, xpath, 0),
                            of(ATTRIBUTE_VALUE, Kind.ATTRIBUTE, xpath, 3),
                            of(CONDITIONS, Kind.CONDITIONS, xpath, 3),
                            of(OWN_TEXT, Kind.TEXT, xpath, 2))
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        private static Optional<Last> of(Pattern form, Kind kind, String xpath, int valueGroup) {
            Matcher matcher = form.matcher(xpath);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            String value = valueGroup == 0 ? null : matcher.group(valueGroup);
            return Optional.of(new Last(
                    kind,
                    matcher.group(1),
                    kind == Kind.TEXT ? "" : matcher.group(2),
                    value != null && kind != Kind.CONDITIONS ? value.substring(1, value.length() - 1) : value));
        }
    }

    void make(Element from, String xpath) {
        make(from, xpath, xpath, 0);
    }

    private void make(Element from, String xpath, String whole, int depth) {
        Last last = Last.of(xpath.strip())
                .filter(found -> !found.inner().isEmpty() && depth < DEPTH)
                .orElseThrow(
                        () -> new ModuleFailure("Can't process Xpath " + whole + " in order to spawn nodes! '" + xpath
                                + "' is not there, and only simple paths below the root can be made: elements, attributes,"
                                + " text()='...' and conditions joined by and"));
        if (!edit.path().holds(from, last.inner())) {
            make(from, last.inner(), whole, depth + 1);
        }
        List<Node> places = edit.path().nodes(from, last.inner());
        switch (last.kind()) {
            case ELEMENT -> makeElement(places, last);
            case CONDITIONS -> makeMeeting(places, last, whole, depth);
            case ATTRIBUTE -> elements(places).forEach(e -> setAttribute(e, last));
            case TEXT -> elements(places).forEach(e -> edit.text(e, value(last)));
        }
    }

    private static Stream<Element> elements(List<Node> places) {
        return places.stream().filter(Element.class::isInstance).map(Element.class::cast);
    }

    private static String value(Last last) {
        return last.value() == null ? "" : last.value();
    }

    private void setAttribute(Element element, Last last) {
        edit.attribute(element, edit.fullName(last.name()), value(last));
    }

    /** One new element: where several places match, the last has it, as with Ansible. */
    private void makeElement(List<Node> places, Last last) {
        Element made = edit.element(edit.fullName(last.name()));
        if (!value(last).isEmpty()) {
            edit.text(made, value(last));
        }
        elements(places).toList().forEach(place -> edit.append(place, List.of(made)));
    }

    private void makeMeeting(List<Node> places, Last last, String whole, int depth) {
        Element made = edit.element(edit.fullName(last.name()));
        elements(places).toList().forEach(place -> {
            edit.append(place, List.of(made));
            for (String condition : value(last).split(" and ", -1)) {
                make(made, "./" + condition.strip(), whole, depth + 1);
            }
        });
    }
}
