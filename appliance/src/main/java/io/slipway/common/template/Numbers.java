package io.slipway.common.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Python's int (of any size), float and bool-as-int. Integers are {@link Long} whenever they fit. */
final class Numbers {

    private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

    private Numbers() {}

    static boolean isNumeric(@Nullable Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    static boolean isFloat(@Nullable Object value) {
        return value instanceof Double || value instanceof Float;
    }

    static boolean isZero(Number n) {
        return n instanceof BigInteger big ? big.signum() == 0 : n.doubleValue() == 0;
    }

    static Object shrink(BigInteger value) {
        return value.compareTo(MIN_LONG) >= 0 && value.compareTo(MAX_LONG) <= 0 ? (Object) value.longValue() : value;
    }

    /** An int or bool as a big integer. */
    static BigInteger big(Object value) {
        return switch (value) {
            case BigInteger big -> big;
            case Boolean b -> b ? BigInteger.ONE : BigInteger.ZERO;
            case Number n -> BigInteger.valueOf(n.longValue());
            default -> throw TemplateException.of("'" + Python.typeName(value) + "' is not a number");
        };
    }

    private static boolean small(Object value) {
        return !(value instanceof BigInteger);
    }

    private static long asLong(Object value) {
        return value instanceof Boolean b ? (b ? 1 : 0) : ((Number) value).longValue();
    }

    static double asDouble(Object value) {
        return switch (value) {
            case Boolean b -> b ? 1 : 0;
            case BigInteger big -> {
                double d = big.doubleValue();
                if (Double.isInfinite(d)) {
                    throw TemplateException.of("int too large to convert to float");
                }
                yield d;
            }
            case Number n -> n.doubleValue();
            default -> throw TemplateException.of("must be a real number, not " + Python.typeName(value));
        };
    }

    static boolean equal(Object a, Object b) {
        if (isFloat(a) || isFloat(b)) {
            double left = a instanceof BigInteger big ? big.doubleValue() : asDouble(a);
            double right = b instanceof BigInteger big ? big.doubleValue() : asDouble(b);
            return left == right && (isFloat(a) == isFloat(b) || exactly(a, b));
        }
        boolean bothSmall = small(a) && small(b);
        return bothSmall ? asLong(a) == asLong(b) : big(a).equals(big(b));
    }

    private static boolean exactly(Object a, Object b) {
        return compareMixed(a, b) == 0;
    }

    static int compare(Object a, Object b) {
        if (isFloat(a) && isFloat(b)) {
            return compareDoubles(asDouble(a), asDouble(b));
        }
        if (isFloat(a) || isFloat(b)) {
            return compareMixed(a, b);
        }
        boolean bothSmall = small(a) && small(b);
        return bothSmall ? Long.compare(asLong(a), asLong(b)) : big(a).compareTo(big(b));
    }

    /** NaN orders after everything, so that sorting stays total; {@code <} and {@code >} with it are asked elsewhere. */
    private static int compareDoubles(double a, double b) {
        return a < b ? -1 : a > b ? 1 : a == b ? 0 : Double.compare(a, b);
    }

    private static int compareMixed(Object a, Object b) {
        if (isFloat(b)) {
            return -compareMixed(b, a);
        }
        double d = ((Number) a).doubleValue();
        if (Double.isNaN(d) || Double.isInfinite(d)) {
            return d == Double.NEGATIVE_INFINITY ? -1 : 1;
        }
        return new BigDecimal(d).compareTo(new BigDecimal(big(b)));
    }

    static Object add(Object a, Object b) {
        if (isFloat(a) || isFloat(b)) {
            return asDouble(a) + asDouble(b);
        }
        if (small(a) && small(b)) {
            long x = asLong(a);
            long y = asLong(b);
            long sum = x + y;
            if (((x ^ sum) & (y ^ sum)) >= 0) {
                return sum;
            }
        }
        return shrink(big(a).add(big(b)));
    }

    static Object subtract(Object a, Object b) {
        if (isFloat(a) || isFloat(b)) {
            return asDouble(a) - asDouble(b);
        }
        if (small(a) && small(b)) {
            long x = asLong(a);
            long y = asLong(b);
            long difference = x - y;
            if (((x ^ y) & (x ^ difference)) >= 0) {
                return difference;
            }
        }
        return shrink(big(a).subtract(big(b)));
    }

    static Object multiply(Object a, Object b) {
        if (isFloat(a) || isFloat(b)) {
            return asDouble(a) * asDouble(b);
        }
        if (small(a) && small(b)) {
            long x = asLong(a);
            long y = asLong(b);
            long high = Math.multiplyHigh(x, y);
            long low = x * y;
            if ((high == 0 && low >= 0) || (high == -1 && low < 0)) {
                return low;
            }
        }
        BigInteger x = big(a);
        BigInteger y = big(b);
        Bounds.bits((long) x.bitLength() + y.bitLength());
        return shrink(x.multiply(y));
    }

    static Object divide(Object a, Object b) {
        if (isFloat(a) || isFloat(b) || (small(a) && small(b) && exactInDouble(a) && exactInDouble(b))) {
            double divisor = asDouble(b);
            if (divisor == 0) {
                throw TemplateException.of(isFloat(a) || isFloat(b) ? "float division by zero" : "division by zero");
            }
            return asDouble(a) / divisor;
        }
        if (big(b).signum() == 0) {
            throw TemplateException.of("division by zero");
        }
        double quotient = new BigDecimal(big(a))
                .divide(new BigDecimal(big(b)), new MathContext(40, RoundingMode.HALF_EVEN))
                .doubleValue();
        if (Double.isInfinite(quotient)) {
            throw TemplateException.of("integer division result too large for a float");
        }
        return quotient;
    }

    private static boolean exactInDouble(Object value) {
        return Math.abs(asLong(value)) <= 1L << 53;
    }

    static Object floorDivide(Object a, Object b) {
        if (isFloat(a) || isFloat(b)) {
            double x = asDouble(a);
            double y = asDouble(b);
            if (y == 0) {
                throw TemplateException.of("float floor division by zero");
            }
            double quotient = (x - floatModulo(x, y)) / y;
            double floor = Math.floor(quotient);
            return quotient - floor > 0.5 ? floor + 1 : quotient == 0 ? Math.copySign(0.0, x / y) : floor;
        }
        if (big(b).signum() == 0) {
            throw TemplateException.of("integer division or modulo by zero");
        }
        if (small(a) && small(b) && asLong(a) != Long.MIN_VALUE) {
            return Math.floorDiv(asLong(a), asLong(b));
        }
        BigInteger[] parts = big(a).divideAndRemainder(big(b));
        boolean down = parts[1].signum() != 0 && parts[1].signum() != big(b).signum();
        return shrink(down ? parts[0].subtract(BigInteger.ONE) : parts[0]);
    }

    static Object modulo(Object a, Object b) {
        if (isFloat(a) || isFloat(b)) {
            double y = asDouble(b);
            if (y == 0) {
                throw TemplateException.of("float modulo");
            }
            return floatModulo(asDouble(a), y);
        }
        if (big(b).signum() == 0) {
            throw TemplateException.of("integer division or modulo by zero");
        }
        if (small(a) && small(b)) {
            return Math.floorMod(asLong(a), asLong(b));
        }
        BigInteger remainder = big(a).remainder(big(b));
        boolean adjust = remainder.signum() != 0 && remainder.signum() != big(b).signum();
        return shrink(adjust ? remainder.add(big(b)) : remainder);
    }

    private static double floatModulo(double x, double y) {
        double remainder = x % y;
        if (remainder == 0) {
            return Math.copySign(0.0, y);
        }
        return remainder < 0 == y < 0 ? remainder : remainder + y;
    }

    static Object power(Object a, Object b) {
        if (isFloat(a) || isFloat(b)) {
            return floatPower(asDouble(a), asDouble(b));
        }
        BigInteger exponent = big(b);
        BigInteger base = big(a);
        if (exponent.signum() < 0) {
            return floatPower(base.doubleValue(), exponent.doubleValue());
        }
        if (base.bitLength() <= 1 && base.abs().bitLength() <= 1) {
            boolean odd = exponent.testBit(0);
            return exponent.signum() == 0 ? 1L : base.signum() == 0 ? 0L : base.signum() < 0 && odd ? -1L : 1L;
        }
        Bounds.bits(exponent.bitLength() > 31 ? Long.MAX_VALUE : exponent.longValue() * base.bitLength());
        return shrink(base.pow(exponent.intValue()));
    }

    private static Object floatPower(double base, double exponent) {
        if (base == 0 && exponent < 0) {
            throw TemplateException.of("0.0 cannot be raised to a negative power");
        }
        if (base < 0 && exponent != Math.rint(exponent)) {
            throw TemplateException.of("a negative number to a fractional power is not a real number");
        }
        double result = base == 1 ? 1 : Math.pow(base, exponent);
        if (Double.isInfinite(result) && !Double.isInfinite(base) && !Double.isInfinite(exponent)) {
            throw TemplateException.of("the result of ** is too large for a float");
        }
        return result;
    }

    static Object negate(Object value) {
        return isFloat(value) ? (Object) (-asDouble(value)) : subtract(0L, value);
    }

    /** An index, count or width; a bool counts as an int. */
    static long index(@Nullable Object value, String what) {
        if (value instanceof BigInteger big) {
            return big.signum() < 0 ? Long.MIN_VALUE / 4 : Long.MAX_VALUE / 4;
        }
        if (value instanceof Boolean || Python.isInteger(value)) {
            return asLong(java.util.Objects.requireNonNull(value));
        }
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        throw TemplateException.of(what + " must be an integer, not " + Python.typeName(value));
    }
}
