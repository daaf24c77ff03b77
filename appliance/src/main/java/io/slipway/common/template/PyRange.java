package io.slipway.common.template;

import java.util.AbstractList;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** The numbers of {@code range()}, not stored; to a template it is a list, as it is after Ansible unrolls it. */
final class PyRange extends AbstractList<@Nullable Object> implements RandomAccess {

    private final long start;
    private final long step;
    private final int size;

    PyRange(long start, long stop, long step) {
        if (step == 0) {
            throw TemplateException.of("range() arg 3 must not be zero");
        }
        double span = ((double) stop - start) / step;
        Bounds.items((long) span);
        long distance = step > 0 ? stop - start : start - stop;
        long count = span <= 0 ? 0 : (distance - 1) / Math.abs(step) + 1;
        Bounds.items(count);
        this.start = start;
        this.step = step;
        this.size = (int) count;
    }

    @Override
    public @Nullable Object get(int index) {
        return start + java.util.Objects.checkIndex(index, size) * step;
    }

    @Override
    public int size() {
        return size;
    }
}
