package io.slipway.common;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Floating point numbers as Python writes them, so that what a template or a result says is what Ansible says. */
public final class PythonFloat {

    private PythonFloat() {}

    /**
     * Python's {@code repr} and {@code str}: the shortest digits that read back as the same number, with an exponent below 1e-4 and from
     * 1e16; {@code nan} and {@code inf}.
     */
    public static String text(double d) {
        if (Double.isNaN(d)) {
            return "nan";
        }
        if (Double.isInfinite(d)) {
            return d > 0 ? "inf" : "-inf";
        }
        String sign = d < 0 || 1 / d < 0 ? "-" : "";
        if (d == 0) {
            return sign + "0.0";
        }
        BigDecimal shortest = shortest(Math.abs(d));
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return sign + (plain.contains(".") ? plain : plain + ".0");
        }
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
        return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
    }

    /** As {@code json.dumps} writes it: {@code NaN} and {@code Infinity}, which JSON lacks, included. */
    public static String json(double d) {
        if (Double.isNaN(d)) {
            return "NaN";
        }
        return Double.isInfinite(d) ? (d > 0 ? "Infinity" : "-Infinity") : text(d);
    }

    /** Java never writes fewer than two digits, even where one is enough. */
    private static BigDecimal shortest(double d) {
        BigDecimal written = new BigDecimal(Double.toString(d)).stripTrailingZeros();
        BigDecimal one = written.round(new MathContext(1, RoundingMode.HALF_EVEN));
        return written.precision() == 2 && one.doubleValue() == d ? one.stripTrailingZeros() : written;
    }
}
