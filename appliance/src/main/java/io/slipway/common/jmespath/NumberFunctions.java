package io.slipway.common.jmespath;

import io.burt.jmespath.Adapter;
import io.burt.jmespath.JmesPathType;
import io.burt.jmespath.function.ArgumentConstraint;
import io.burt.jmespath.function.ArgumentConstraints;
import io.burt.jmespath.function.BaseFunction;
import io.burt.jmespath.function.Function;
import io.burt.jmespath.function.FunctionArgument;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.UnaryOperator;

/** The functions whose results are whole numbers for whole numbers, as in Python's jmespath; the library makes all of them fractions. */
final class NumberFunctions {

    private NumberFunctions() {}

    static Function absolute() {
        return new OfOne("abs", BigDecimal::abs);
    }

    static Function ceiling() {
        return new OfOne("ceil", number -> number.setScale(0, RoundingMode.CEILING));
    }

    static Function floor() {
        return new OfOne("floor", number -> number.setScale(0, RoundingMode.FLOOR));
    }

    static Function sum() {
        return new Sum();
    }

    private static <T> BigDecimal exact(Adapter<T> runtime, T number) {
        return new BigDecimal(runtime.toNumber(number).toString());
    }

    private static <T> T created(Adapter<T> runtime, BigDecimal number) {
        return number.scale() <= 0 && number.precision() < 19
                ? runtime.createNumber(number.longValue())
                : runtime.createNumber(number.doubleValue());
    }

    private static final class OfOne extends BaseFunction {

        private final UnaryOperator<BigDecimal> operator;

        OfOne(String name, UnaryOperator<BigDecimal> operator) {
            super(name, ArgumentConstraints.typeOf(JmesPathType.NUMBER));
            this.operator = operator;
        }

        @Override
        protected <T> T callFunction(Adapter<T> runtime, List<FunctionArgument<T>> arguments) {
            return created(
                    runtime, operator.apply(exact(runtime, arguments.getFirst().value())));
        }
    }

    private static final class Sum extends BaseFunction {

        Sum() {
            super("sum", numbers());
        }

        private static ArgumentConstraint numbers() {
            return ArgumentConstraints.arrayOf(ArgumentConstraints.typeOf(JmesPathType.NUMBER));
        }

        @Override
        protected <T> T callFunction(Adapter<T> runtime, List<FunctionArgument<T>> arguments) {
            BigDecimal sum = BigDecimal.ZERO;
            for (T number : runtime.toList(arguments.getFirst().value())) {
                sum = sum.add(exact(runtime, number));
            }
            return created(runtime, sum);
        }
    }
}
