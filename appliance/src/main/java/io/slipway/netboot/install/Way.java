package io.slipway.netboot.install;

/**
 * By what a node reaches the appliance in this one boot.
 *
 * @param server such as {@code 10.0.0.1:8080}
 * @param boot what is another one in each boot, and no secret
 * @param token opens its answer files
 * @param ticket lets it report; it stands in answer files alone
 */
public record Way(String server, String boot, String token, String ticket) {

    /** For looking whether all that templates need is there. */
    static final Way SAMPLE = new Way("192.0.2.1:8080", "sample", "sample", "sample");

    /** Below which answer files are asked for. */
    public static final String ANSWERS = "/install/answer/";

    /** To which reports are sent. */
    public static final String REPORT = "/install/report";

    String url() {
        return "http://" + server;
    }

    String answers() {
        return url() + ANSWERS + token + "/";
    }

    String report() {
        return url() + REPORT;
    }
}
