package io.slipway.doctor;

/**
 * What one check found.
 *
 * @param what one line, also when all is well
 * @param why what goes wrong if it stays so; empty when all is well
 * @param remedy what to do about it; empty when all is well
 */
public record Finding(String check, Level level, String what, String why, String remedy) {

    public enum Level {
        OK,
        WARN,
        FAIL
    }

    static Finding ok(String check, String what) {
        return new Finding(check, Level.OK, what, "", "");
    }

    static Finding warn(String check, String what, String why, String remedy) {
        return new Finding(check, Level.WARN, what, why, remedy);
    }

    static Finding fail(String check, String what, String why, String remedy) {
        return new Finding(check, Level.FAIL, what, why, remedy);
    }
}
