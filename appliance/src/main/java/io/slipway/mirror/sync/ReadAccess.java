package io.slipway.mirror.sync;

import io.slipway.common.Problem;
import io.slipway.common.yaml.Fields;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads how an archive or a registry is reached. */
final class ReadAccess {

    static final Set<String> KEYS = Set.of("rate-limit", "proxy", "client-certificate", "client-key", "authority");

    private final Path file;
    private final Fields fields;
    private final List<Problem> problems;

    private ReadAccess(Path file, Fields fields, List<Problem> problems) {
        this.file = file;
        this.fields = fields;
        this.problems = problems;
    }

    /** @param file the description, beside which other files lie */
    static MirrorDescription.Access read(Path file, Fields fields, List<Problem> problems) {
        return new ReadAccess(file, fields, problems).access();
    }

    private MirrorDescription.Access access() {
        Optional<Path> certificate = beside("client-certificate");
        Optional<Path> key = beside("client-key");
        if (certificate.isPresent() != key.isPresent()) {
            String there = certificate.isPresent() ? "client-certificate" : "client-key";
            String missing = certificate.isPresent() ? "client-key" : "client-certificate";
            wrong(there, "'" + there + "' is of no use without '" + missing + "'", "");
        }
        Optional<String> proxy = fields.text("proxy").map(text -> text.equals("none") ? "" : text);
        proxy.filter(text -> !text.isEmpty()).ifPresent(this::checkProxy);
        return new MirrorDescription.Access(rate(), proxy, certificate, key, beside("authority"));
    }

    private void checkProxy(String text) {
        String shown = text.replaceAll("^(https?://)?[^/]*@", "$1");
        if (!shown.equals(text)) {
            problems.add(
                    Problem.of("a name and a password do not belong in an address")
                            .at(fields.at("proxy"))
                            .because("descriptions are for everybody to read")
                            .hint(
                                    "put a line 'machine http://HOST:PORT login NAME password WORD' in auth.conf under Slipway's home"));
        } else if (ReadSource.httpUri(text)
                .filter(uri -> "http".equals(uri.getScheme()))
                .isEmpty()) {
            wrong("proxy", "'" + text + "' is not a proxy", "write http://HOST:PORT, or none");
        }
    }

    private Optional<Path> beside(String key) {
        return fields.text(key).map(name -> file.resolveSibling(Path.of(name)));
    }

    private long rate() {
        Optional<String> text = fields.text("rate-limit");
        Optional<Long> rate = text.flatMap(Rate::parse);
        if (text.isPresent() && rate.isEmpty()) {
            wrong("rate-limit", "'" + text.get() + "' is not a rate", "write it like 10 MB/s");
        }
        return rate.orElse(0L);
    }

    private void wrong(String key, String what, String hint) {
        problems.add(Problem.of(what).at(fields.at(key)).hint(hint));
    }
}
