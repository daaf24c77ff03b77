package io.slipway.automation.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a module declares about itself: checked before it runs, and the source of its documentation.
 *
 * @param names the name, then aliases; without {@code ansible.builtin.}
 * @param freeForm whether a bare string is taken ({@code command: ls -l}); it arrives as the argument {@code _raw_params}
 * @param exclusive groups of options of which at most one may be given
 * @param oneNeeded groups of options of which at least one must be given
 * @param together groups of options that come all or none
 * @param neededIf options needed when another has a certain value
 * @param untemplated arguments that the module itself evaluates, and that must arrive as written ({@code debug: var})
 * @param anyArguments whether arguments beyond the declared ones are taken ({@code set_fact})
 * @param differences what it does otherwise than the Ansible module of this name, a sentence each
 */
public record ModuleSpec(
        List<String> names,
        String summary,
        List<Option> options,
        boolean freeForm,
        List<List<String>> exclusive,
        List<List<String>> oneNeeded,
        List<List<String>> together,
        List<NeededIf> neededIf,
        Set<String> untemplated,
        boolean anyArguments,
        List<String> differences) {

    /** The argument under which a free-form string arrives. */
    public static final String RAW = "_raw_params";

    public record NeededIf(String option, Object value, List<String> needs) {}

    public String name() {
        return names.getFirst();
    }

    public Optional<Option> option(String nameOrAlias) {
        return options.stream()
                .filter(o -> o.name().equals(nameOrAlias) || o.aliases().contains(nameOrAlias))
                .findFirst();
    }

    /** Every name under which an argument may be given. */
    public List<String> argumentNames() {
        List<String> all = new ArrayList<>();
        options.forEach(o -> {
            all.add(o.name());
            all.addAll(o.aliases());
        });
        return all;
    }

    /** Checks and converts raw arguments. {@link Arguments} says what is refused. */
    public Arguments check(Map<String, ?> raw) {
        return Arguments.check(this, raw);
    }

    public static Builder of(String name, String summary) {
        return new Builder(List.of(name), summary);
    }

    /** Collects the parts of a declaration. */
    public static final class Builder {
        private List<String> names;
        private final String summary;
        private final List<Option> options = new ArrayList<>();
        private boolean freeForm;
        private final List<List<String>> exclusive = new ArrayList<>();
        private final List<List<String>> oneNeeded = new ArrayList<>();
        private final List<List<String>> together = new ArrayList<>();
        private final List<NeededIf> neededIf = new ArrayList<>();
        private Set<String> untemplated = Set.of();
        private boolean anyArguments;
        private final List<String> differences = new ArrayList<>();

        private Builder(List<String> names, String summary) {
            this.names = names;
            this.summary = summary;
        }

        public Builder alsoCalled(String... aliases) {
            List<String> all = new ArrayList<>(names);
            all.addAll(List.of(aliases));
            names = List.copyOf(all);
            return this;
        }

        public Builder options(Option... more) {
            options.addAll(List.of(more));
            return this;
        }

        public Builder options(List<Option> more) {
            options.addAll(more);
            return this;
        }

        public Builder freeForm() {
            freeForm = true;
            return this;
        }

        public Builder exclusive(String... group) {
            exclusive.add(List.of(group));
            return this;
        }

        public Builder oneNeeded(String... group) {
            oneNeeded.add(List.of(group));
            return this;
        }

        public Builder together(String... group) {
            together.add(List.of(group));
            return this;
        }

        public Builder neededIf(String option, Object value, String... needs) {
            neededIf.add(new NeededIf(option, value, List.of(needs)));
            return this;
        }

        public Builder untemplated(String... arguments) {
            untemplated = Set.of(arguments);
            return this;
        }

        public Builder anyArguments() {
            anyArguments = true;
            return this;
        }

        /** @param sentences in lower case and without a full stop at the end, as entries of a list */
        public Builder differs(String... sentences) {
            differences.addAll(List.of(sentences));
            return this;
        }

        public ModuleSpec build() {
            return new ModuleSpec(
                    names,
                    summary,
                    List.copyOf(options),
                    freeForm,
                    List.copyOf(exclusive),
                    List.copyOf(oneNeeded),
                    List.copyOf(together),
                    List.copyOf(neededIf),
                    untemplated,
                    anyArguments,
                    List.copyOf(differences));
        }
    }
}
