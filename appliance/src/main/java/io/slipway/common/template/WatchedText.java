package io.slipway.common.template;

/** Counts how often the engine looks at a character, so that an exponential search ends. */
final class WatchedText implements CharSequence {

    private static final long MAX_READS = 30_000_000;

    private final String text;
    private long reads;

    WatchedText(String text) {
        this.text = text;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++reads > MAX_READS) {
            throw BoundedRegex.tooComplex(null);
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
