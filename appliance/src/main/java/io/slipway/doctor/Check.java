package io.slipway.doctor;

/** One thing to look at. */
@FunctionalInterface
public interface Check {

    Finding look(Host host);

    /** The same, for a purpose to which it does not matter much: what would fail is a warning. */
    default Check lenient() {
        return host -> {
            Finding finding = look(host);
            return finding.level() == Finding.Level.FAIL
                    ? new Finding(finding.check(), Finding.Level.WARN, finding.what(), finding.why(), finding.remedy())
                    : finding;
        };
    }
}
