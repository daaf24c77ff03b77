package io.slipway.cli.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the command line gives for one option or operand: nothing until it is read.
 *
 * @param <T> what a text is read as
 */
public final class Given<T> {

    private final List<T> values = new ArrayList<>();

    Given() {}

    void add(T value) {
        values.add(value);
    }

    public boolean present() {
        return !values.isEmpty();
    }

    public int times() {
        return values.size();
    }

    public List<T> all() {
        return List.copyOf(values);
    }

    /** The one that counts where only one can: the last, as Ansible's commands have it. */
    public Optional<T> last() {
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    public T or(T otherwise) {
        return values.isEmpty() ? otherwise : values.getLast();
    }
}
