package io.slipway.mirror.sync;

import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.common.crypto.Fingerprint;
import io.slipway.common.yaml.Fields;
import io.slipway.common.yaml.YamlNode;
import io.slipway.mirror.apt.Extras;
import io.slipway.mirror.apt.Filter;
import io.slipway.mirror.apt.Publication;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one entry of {@code sources}. */
final class ReadSource {

    private static final Set<String> OWN_KEYS = Set.of(
            "type",
            "uri",
            "suites",
            "components",
            "architectures",
            "signed-by",
            "fingerprints",
            "unsigned",
            "check-valid-until",
            "take",
            "publish",
            "also",
            "languages",
            "priority",
            "only",
            "except",
            "newest");
    static final Set<String> KEYS =
            Stream.concat(OWN_KEYS.stream(), ReadAccess.KEYS.stream()).collect(Collectors.toUnmodifiableSet());
    private static final List<String> ARCHIVE_ONLY = KEYS.stream()
            .filter(key -> !Set.of("type", "uri", "suites", "components", "architectures")
                    .contains(key))
            .sorted()
            .toList();
    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9+._*-]+");
    private static final List<String> ALSO = List.of("sources", "contents", "dep11", "commands", "installer");

    private final Path file;
    private final Fields fields;
    private final List<Problem> problems;

    private ReadSource(Path file, Fields fields, List<Problem> problems) {
        this.file = file;
        this.fields = fields;
        this.problems = problems;
    }

    /** @param file the description, beside which other files lie */
    static Optional<MirrorDescription.Source> read(Path file, Fields fields, List<Problem> problems) {
        return new ReadSource(file, fields, problems).source();
    }

    private Optional<MirrorDescription.Source> source() {
        String type = fields.required("type");
        if (!type.isEmpty() && !type.equals("apt")) {
            wrong("type", "unknown type of source '" + type + "'", "known is apt");
        }
        String uri = fields.required("uri");
        return uri.equals("machine") ? machine() : archive(uri);
    }

    private Optional<MirrorDescription.Source> machine() {
        for (String key : ARCHIVE_ONLY) {
            if (fields.node(key).isPresent()) {
                problems.add(Problem.of("'" + key + "' does not go with 'uri: machine'")
                        .at(fields.at(key))
                        .because("the machine's own apt configuration says that"));
            }
        }
        List<String> components = fields.texts("components");
        return Optional.of(new MirrorDescription.Source.MachineApt(
                fields.texts("suites"),
                components.isEmpty() ? List.of("main") : components,
                fields.texts("architectures"),
                fields.at()));
    }

    private Optional<MirrorDescription.Source> archive(String text) {
        Optional<URI> uri = address(text);
        List<String> suites = fields.texts("suites");
        List<String> components = fields.texts("components");
        List<String> architectures = fields.texts("architectures");
        boolean flat = suites.stream().allMatch(suite -> suite.endsWith("/"));
        if (suites.isEmpty()) {
            problems.add(
                    Problem.of("'suites' is missing").at(fields.at()).hint("a flat archive is written as suites: [/]"));
        } else if (components.isEmpty() && !flat) {
            problems.add(Problem.of("'components' is missing").at(fields.at()));
        }
        boolean unsigned = unsigned();
        boolean whole = choice("take", Map.of("all", true, "needed", false), false);
        Publication publication = publication(whole, unsigned);
        return uri.map(found -> new MirrorDescription.Source.Apt(
                found,
                suites,
                components,
                architectures.isEmpty() ? List.of("amd64") : architectures,
                fields.texts("signed-by"),
                fingerprints(),
                fields.flag("check-valid-until", true),
                extras(publication),
                filter(),
                whole,
                publication,
                ReadAccess.read(file, fields, problems),
                priority(),
                fields.at()));
    }

    private Optional<URI> address(String text) {
        Optional<URI> uri = httpUri(text);
        if (uri.isEmpty() && !text.isEmpty()) {
            wrong(
                    "uri",
                    "'" + text.replaceAll("://[^/]*@", "://") + "' is not the address of an archive",
                    "write http://…, https://…, or 'machine' for this machine's own apt sources");
        }
        if (uri.filter(found -> found.getRawUserInfo() != null).isPresent()) {
            problems.add(Problem.of("a name and a password do not belong in an address")
                    .at(fields.at("uri"))
                    .because("descriptions are for everybody to read")
                    .hint("put a line 'machine HOST login NAME password WORD' in auth.conf under Slipway's home"));
        }
        return uri;
    }

    /** @return whether nobody needs to sign it */
    private boolean unsigned() {
        boolean allowed = choice("unsigned", Map.of("allow", true, "refuse", false), false);
        List<String> signedBy = fields.texts("signed-by");
        if (allowed && !signedBy.isEmpty()) {
            wrong("unsigned", "'unsigned: allow' does not go with 'signed-by'", "leave out one of them");
        } else if (!allowed && signedBy.isEmpty()) {
            problems.add(Problem.of("'signed-by' is missing")
                    .at(fields.at())
                    .hint("name the file of the archive's public key"));
        } else if (fields.texts("fingerprints").isEmpty()
                && signedBy.stream().anyMatch(key -> httpUri(key).isPresent())) {
            problems.add(Problem.of("a key that is downloaded must be pinned")
                    .at(fields.at("signed-by"))
                    .because("whoever can change the archive can change the key beside it")
                    .hint("add its 'fingerprints'"));
        }
        return allowed;
    }

    private Publication publication(boolean whole, boolean unsigned) {
        Publication publication = choice(
                "publish",
                Map.of(
                        "merged", Publication.MERGED,
                        "resigned", Publication.RESIGNED,
                        "verbatim", Publication.VERBATIM),
                whole ? Publication.RESIGNED : Publication.MERGED);
        if (whole && publication == Publication.MERGED) {
            wrong(
                    "publish",
                    "a source that is taken whole cannot be merged with others",
                    "write 'publish: resigned' or 'publish: verbatim'");
        }
        if (unsigned && publication == Publication.VERBATIM) {
            problems.add(Problem.of("an archive that nobody signed cannot be published as it is")
                    .at(fields.at("publish"))
                    .because("no node would take it")
                    .hint("write 'publish: resigned'"));
        }
        return publication;
    }

    private Extras extras(Publication publication) {
        List<String> also = fields.texts("also");
        for (YamlNode.Scalar word : fields.words("also")) {
            if (!ALSO.contains(word.text())) {
                problems.add(Problem.of("'also' knows no '" + word.text() + "'")
                        .at(word.at())
                        .hint(nearOr(word.text(), ALSO)));
            }
        }
        for (String key : List.of("also", "languages")) {
            if (publication == Publication.MERGED && fields.node(key).isPresent()) {
                wrong(
                        key,
                        "'" + key + "' needs a source that is published by itself",
                        "write 'publish: resigned' or 'publish: verbatim'");
            }
        }
        if (publication == Publication.VERBATIM && also.contains("installer")) {
            problems.add(Problem.of("'also: installer' needs a source that is signed anew")
                    .at(fields.at("also"))
                    .because("the installer of a node is told the pod's key, and no vendor's")
                    .hint("write 'publish: resigned'"));
        }
        return new Extras(
                also.contains("sources"),
                also.contains("contents"),
                also.contains("dep11"),
                also.contains("commands"),
                also.contains("installer"),
                fields.texts("languages"));
    }

    private Filter filter() {
        for (String key : List.of("only", "except")) {
            for (YamlNode.Scalar word : fields.words(key)) {
                if (!PATTERN.matcher(word.text()).matches()) {
                    problems.add(Problem.of("'" + word.text() + "' is not a pattern of names")
                            .at(word.at())
                            .hint("write names of packages, with * for anything, such as cuda-toolkit-*"));
                }
            }
        }
        int newest = number("newest", "a number of versions", "write a number from 1 to 9999");
        return new Filter(fields.texts("only"), fields.texts("except"), newest);
    }

    private int priority() {
        return number("priority", "a priority", "write a number from 1 to 9999; 500 is usual");
    }

    /** @return 0 if it is not there */
    private int number(String key, String what, String hint) {
        Optional<String> text = fields.text(key);
        boolean good = text.isEmpty() || (text.get().matches("[0-9]{1,4}") && Integer.parseInt(text.get()) > 0);
        if (!good) {
            wrong(key, "'" + text.get() + "' is not " + what, hint);
        }
        return good ? text.map(Integer::parseInt).orElse(0) : 0;
    }

    private <T> T choice(String key, Map<String, T> known, T otherwise) {
        Optional<String> text = fields.text(key);
        if (text.isPresent() && !known.containsKey(text.get())) {
            List<String> names = known.keySet().stream().sorted().toList();
            wrong(key, "'" + key + "' cannot be '" + text.get() + "'", nearOr(text.get(), names));
        }
        return text.flatMap(word -> Optional.ofNullable(known.get(word))).orElse(otherwise);
    }

    private static String nearOr(String word, List<String> known) {
        String near = NearMiss.hint(word, known);
        return near.isEmpty() ? "known are " + String.join(", ", known) : near;
    }

    private void wrong(String key, String what, String hint) {
        problems.add(Problem.of(what).at(fields.at(key)).hint(hint));
    }

    static Optional<URI> httpUri(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private Set<Fingerprint> fingerprints() {
        Set<Fingerprint> found = new LinkedHashSet<>();
        for (YamlNode.Scalar word : fields.words("fingerprints")) {
            if (Fingerprint.isFingerprint(word.text())) {
                found.add(Fingerprint.parse(word.text()));
            } else {
                problems.add(Problem.of("'" + word.text() + "' is not the fingerprint of a key")
                        .at(word.at())
                        .because("40 hexadecimal digits are expected"));
            }
        }
        return found;
    }
}
