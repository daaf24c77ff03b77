package io.slipway.server;

/** Writes numbers as Prometheus reads them (text exposition format 0.0.4). */
public final class MetricsText {

    /** What the answer's media type is. */
    public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();

    /**
     * Begins a family; its samples follow.
     *
     * @param kind {@code counter} or {@code gauge}
     * @param help one line
     */
    public MetricsText family(String name, String kind, String help) {
        text.append("# HELP ")
                .append(name)
                .append(' ')
                .append(help.replace("\\", "\\\\").replace("\n", "\\n"));
        text.append("\n# TYPE ").append(name).append(' ').append(kind).append('\n');
        return this;
    }

    /** @param labels names and values in turn */
    public MetricsText sample(String name, long value, String... labels) {
        text.append(name);
        for (int i = 0; i + 1 < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            text.append(escaped(labels[i + 1])).append('"');
        }
        text.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
        return this;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
