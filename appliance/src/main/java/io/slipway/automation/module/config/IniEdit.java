package io.slipway.automation.module.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ini_file} does to the lines of a file: a pure function.
 *
 * @param section empty for what stands before the first section
 * @param conditions what a section of the name must hold to be the one
 * @param option empty for the section as a whole
 * @param exclusive whether other values of the option go away
 * @param inactive whether a line that is commented out counts as the option
 * @param assignment what stands between option and value
 */
record IniEdit(
        Optional<String> section,
        List<Condition> conditions,
        Optional<String> option,
        List<String> values,
        boolean exclusive,
        boolean allowNoValue,
        boolean inactive,
        boolean ignoreSpaces,
        String assignment) {

    private static final Pattern BLANK_OR_COMMENT = Pattern.compile("[ \\t]*([#;].*)?\\n?");

    record Condition(String option, List<String> values) {}

    /** @param message as Ansible words it */
    record Result(String text, boolean changed, String message) {}

    Result edit(String before, boolean present) {
        List<String> lines = new ArrayList<>(List.of(before.split("(?<=\n)")));
        if (before.isEmpty()) {
            lines = new ArrayList<>(List.of("\n"));
        }
        boolean ended = before.isEmpty() || before.endsWith("\n");
        if (!ended) {
            lines.set(lines.size() - 1, lines.getLast() + "\n");
        }
        int[] place = find(lines);
        if (place[0] < 0) {
            return present ? append(lines) : new Result(String.join("", lines), !ended, "OK");
        }
        Section found = new Section(new ArrayList<>(lines.subList(place[0], place[1])), new ArrayList<>(values));
        if (present) {
            found.present();
        } else {
            found.absent();
        }
        List<String> after = new ArrayList<>(lines.subList(0, place[0]));
        after.addAll(found.lines);
        after.addAll(lines.subList(place[1], lines.size()));
        return new Result(String.join("", after), found.changed || !ended, found.message);
    }

    /** First line and end of the section; its heading belongs to it. What stands before all sections is always there. */
    private int[] find(List<String> lines) {
        if (section.isEmpty()) {
            return new int[] {0, heading(lines, 0)};
        }
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("[" + section.get() + "]")) {
                int end = heading(lines, i + 1);
                while (end < lines.size()
                        && lines.get(end).startsWith("[" + section.get() + "]")
                        && conditions.isEmpty()) {
                    i = end;
                    end = heading(lines, end + 1);
                }
                List<String> body = lines.subList(i, end);
                if (conditions.stream().allMatch(condition -> holds(condition, body))) {
                    return new int[] {i, end};
                }
            }
        }
        return new int[] {-1, -1};
    }

    private static int heading(List<String> lines, int from) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).startsWith("[")) {
                return i;
            }
        }
        return lines.size();
    }

    private static boolean holds(Condition condition, List<String> body) {
        List<String> there = new ArrayList<>();
        boolean present = false;
        for (String line : body) {
            Matcher matcher = pattern(condition.option(), false).matcher(line);
            if (matcher.lookingAt()) {
                present = true;
                there.add(matcher.group("value"));
            }
        }
        return present && there.containsAll(condition.values());
    }

    private static Pattern pattern(String option, boolean inactive) {
        return Pattern.compile(
                (inactive ? "[#;]?" : "") + "[ \\t]*" + Pattern.quote(option) + "[ \\t]*(=|$)[ \\t]*(?<value>.*)",
                Pattern.UNIX_LINES);
    }

    private Result append(List<String> lines) {
        StringBuilder text = new StringBuilder(String.join("", lines));
        text.append('[').append(section.orElseThrow()).append("]\n");
        for (Condition condition : conditions) {
            if (condition.values().isEmpty()) {
                text.append(condition.option()).append('\n');
            }
            condition.values().forEach(value -> text.append(line(condition.option(), value)));
        }
        boolean one = option.isPresent() && (!values.isEmpty() || allowNoValue);
        if (one && values.isEmpty()) {
            text.append(option.get()).append('\n');
        } else if (one) {
            values.forEach(value -> text.append(line(option.get(), value)));
        }
        return new Result(text.toString(), true, one ? "section and option added" : "only section added");
    }

    private String line(String name, String value) {
        return name + assignment + value + "\n";
    }

    /** The lines of one section while they are worked on. */
    private final class Section {
        private final List<String> lines;
        private final List<Boolean> done = new ArrayList<>();
        private final List<String> missing;
        private boolean changed;
        private boolean bare;
        private String message = "OK";

        Section(List<String> lines, List<String> missing) {
            this.lines = lines;
            this.missing = missing;
            lines.forEach(line -> done.add(false));
        }

        private Optional<String> valueAt(int index, boolean alsoInactive) {
            Matcher matcher = pattern(option.orElseThrow(), alsoInactive).matcher(lines.get(index));
            return matcher.lookingAt() ? Optional.of(matcher.group("value")) : Optional.empty();
        }

        void present() {
            if (option.isPresent()) {
                keepWhatIsRight();
                if (exclusive && !allowNoValue) {
                    replaceOthers();
                }
                addMissing();
            }
        }

        private void keepWhatIsRight() {
            for (int i = 0; i < lines.size(); i++) {
                Optional<String> value = valueAt(i, inactive);
                if (value.isEmpty()) {
                    continue;
                }
                if (missing.contains(value.get())) {
                    boolean none = value.get().isEmpty() && allowNoValue;
                    bare |= none;
                    set(i, none ? option.get() + "\n" : line(option.get(), value.get()));
                    missing.remove(value.get());
                } else if (missing.isEmpty() && values.isEmpty() && allowNoValue) {
                    set(i, option.get() + "\n");
                    bare = true;
                    return;
                }
            }
        }

        private void set(int index, String line) {
            Matcher old = pattern(option.orElseThrow(), false).matcher(lines.get(index));
            Matcher fresh = pattern(option.get(), false).matcher(line);
            boolean same = lines.get(index).equals(line)
                    || (ignoreSpaces
                            && old.lookingAt()
                            && fresh.lookingAt()
                            && old.group("value").equals(fresh.group("value")));
            if (!same) {
                lines.set(index, line);
                changed = true;
                message = "option changed";
            }
            done.set(index, true);
        }

        private void replaceOthers() {
            for (int i = 0; i < lines.size() && !missing.isEmpty(); i++) {
                if (!done.get(i) && valueAt(i, inactive).isPresent()) {
                    set(i, line(option.orElseThrow(), missing.removeFirst()));
                }
            }
            for (int i = lines.size() - 1; i >= 0; i--) {
                if (!done.get(i) && valueAt(i, inactive).isPresent()) {
                    lines.remove(i);
                    done.remove(i);
                    changed = true;
                    message = "option changed";
                }
            }
        }

        /** After the last line that says something. */
        private void addMissing() {
            int at = lines.size();
            while (at > 0 && BLANK_OR_COMMENT.matcher(lines.get(at - 1)).matches()) {
                at--;
            }
            if (at == 0 && section.isPresent()) {
                return;
            }
            List<String> added = new ArrayList<>();
            missing.forEach(value -> added.add(line(option.orElseThrow(), value)));
            if (values.isEmpty() && allowNoValue && !bare) {
                added.add(option.orElseThrow() + "\n");
            }
            if (!added.isEmpty()) {
                lines.addAll(at, added);
                changed = true;
                message = "option added";
            }
        }

        void absent() {
            int before = lines.size();
            if (option.isEmpty()) {
                lines.clear();
            } else if (exclusive) {
                removeLines(null);
            } else {
                removeLines(values);
            }
            if (lines.size() != before) {
                changed = true;
                message = option.isEmpty() ? "section removed" : "option changed";
            }
        }

        private void removeLines(@org.jspecify.annotations.Nullable List<String> only) {
            for (int i = lines.size() - 1; i >= 0; i--) {
                Optional<String> value = valueAt(i, false);
                if (value.isPresent() && (only == null || only.contains(value.get()))) {
                    lines.remove(i);
                }
            }
        }
    }
}
