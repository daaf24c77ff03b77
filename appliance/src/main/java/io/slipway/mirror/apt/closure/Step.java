package io.slipway.mirror.apt.closure;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Why a package is taken.
 *
 * @param how in what words it was asked for
 * @param because what asked for it; null for what somebody listed
 */
record Step(String how, @Nullable Step because) {

    String chain() {
        Deque<String> steps = new ArrayDeque<>();
        for (Step step = this; step != null; step = step.because) {
            steps.addFirst(step.how);
        }
        return String.join(" → ", steps);
    }
}
