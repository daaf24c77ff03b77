package io.slipway.mirror.apt.control;

import io.slipway.common.DebianVersion;
import org.jspecify.annotations.Nullable;

/**
 * One package that another one names: {@code libc6:any (>= 2.36)}.
 *
 * @param architecture the qualifier after the colon ({@code any}, {@code native} or an architecture); empty for none
 * @param constraint which versions will do; null for all
 */
public record Relation(
        String name, String architecture, @Nullable Constraint constraint) {

    /** How a version relates to the one wanted (policy section 7.1). */
    public enum Operator {
        EARLIER("<<"),
        EARLIER_OR_EQUAL("<="),
        EQUAL("="),
        LATER_OR_EQUAL(">="),
        LATER(">>");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        boolean holds(int order) {
            return switch (this) {
                case EARLIER -> order < 0;
                case EARLIER_OR_EQUAL -> order <= 0;
                case EQUAL -> order == 0;
                case LATER_OR_EQUAL -> order >= 0;
                case LATER -> order > 0;
            };
        }
    }

    public record Constraint(Operator operator, DebianVersion version) {
        @Override
        public String toString() {
            return "(" + operator.sign + " " + version + ")";
        }
    }

    public boolean accepts(DebianVersion version) {
        Constraint wanted = constraint;
        return wanted == null || wanted.operator().holds(version.compareTo(wanted.version()));
    }

    /** Whether a package that provides this name will do: {@code provided} is null where it provides it without a version. */
    public boolean acceptsProvided(@Nullable DebianVersion provided) {
        return constraint == null || (provided != null && accepts(provided));
    }

    @Override
    public String toString() {
        return name + (architecture.isEmpty() ? "" : ":" + architecture) + (constraint == null ? "" : " " + constraint);
    }
}
