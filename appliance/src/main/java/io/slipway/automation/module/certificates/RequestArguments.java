package io.slipway.automation.module.certificates;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.ELEMENTS;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.MAP;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Option;
import io.slipway.common.crypto.x509.RequestWish;
import io.slipway.common.crypto.x509.RequestWish.CrlPoint;
import io.slipway.common.crypto.x509.RequestWish.Listed;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The arguments of {@code openssl_csr} that say what stands in the request. */
final class RequestArguments {

    private static final Option[] SUBJECT = {
        Option.of("subject", MAP, "Parts of the subject by name"),
        Option.of("subject_ordered", ELEMENTS, "Parts of the subject, a mapping of one entry each, in their order"),
        Option.of("country_name", STRING, "Two letters of the country").alias("C", "countryName"),
        Option.of("state_or_province_name", STRING, "The state").alias("ST", "stateOrProvinceName"),
        Option.of("locality_name", STRING, "The place").alias("L", "localityName"),
        Option.of("organization_name", STRING, "The organization").alias("O", "organizationName"),
        Option.of("organizational_unit_name", STRING, "The unit of the organization")
                .alias("OU", "organizationalUnitName"),
        Option.of("common_name", STRING, "The name").alias("CN", "commonName"),
        Option.of("email_address", STRING, "The mail address").alias("E", "emailAddress")
    };

    private static final Option[] EXTENSIONS = {
        Option.of("subject_alt_name", LIST, "Names with their kind: DNS:host, IP:address, email:, URI: …")
                .alias("subjectAltName"),
        critical("subject_alt_name", "subjectAltName_critical"),
        Option.of(
                        "use_common_name_for_san",
                        BOOL,
                        "Whether the common name is an alternative name if there is no other")
                .alias("useCommonNameForSAN")
                .orElse(true),
        Option.of("key_usage", LIST, "What the key is for").alias("keyUsage"),
        critical("key_usage", "keyUsage_critical"),
        Option.of("extended_key_usage", LIST, "Purposes, by name or number").alias("extKeyUsage", "extendedKeyUsage"),
        critical("extended_key_usage", "extKeyUsage_critical", "extendedKeyUsage_critical"),
        Option.of("basic_constraints", LIST, "CA:TRUE, CA:FALSE, pathlen:N").alias("basicConstraints"),
        critical("basic_constraints", "basicConstraints_critical"),
        Option.of("ocsp_must_staple", BOOL, "Whether a server must staple an OCSP answer")
                .alias("ocspMustStaple")
                .orElse(false),
        critical("ocsp_must_staple", "ocspMustStaple_critical"),
        Option.of("name_constraints_permitted", LIST, "Names that an authority may sign"),
        Option.of("name_constraints_excluded", LIST, "Names that an authority may not sign"),
        critical("name_constraints"),
        Option.of("create_subject_key_identifier", BOOL, "Whether the key's identifier is made of the key")
                .orElse(false),
        Option.of("subject_key_identifier", STRING, "The key's identifier, in hexadecimal"),
        Option.of("authority_key_identifier", STRING, "The identifier of the authority's key, in hexadecimal"),
        Option.of("authority_cert_issuer", LIST, "Who issued the authority's certificate"),
        Option.of("authority_cert_serial_number", INT, "The number of the authority's certificate"),
        Option.of(
                "crl_distribution_points",
                ELEMENTS,
                "Where revocations are told: full_name, relative_name, crl_issuer, reasons")
    };

    private RequestArguments() {}

    static List<Option> options() {
        List<Option> all = new ArrayList<>(List.of(SUBJECT));
        all.addAll(List.of(EXTENSIONS));
        return all;
    }

    private static Option critical(String name, String... aliases) {
        return Option.of(name + "_critical", BOOL, "Whether who does not know this extension must refuse")
                .alias(aliases)
                .orElse(false);
    }

    static RequestWish read(Arguments a) {
        List<List<String>> subject = subject(a);
        Listed names = listed(a, "subject_alt_name");
        if (names.values().isEmpty() && a.flag("use_common_name_for_san")) {
            names = new Listed(
                    subject.stream()
                            .filter(part ->
                                    part.get(0).equals("CN") || part.get(0).equals("commonName"))
                            .map(part -> "DNS:" + part.get(1))
                            .limit(1)
                            .toList(),
                    names.critical());
        }
        if (a.flag("create_subject_key_identifier") && a.has("subject_key_identifier")) {
            throw new ModuleFailure(
                    "subject_key_identifier cannot be specified if create_subject_key_identifier is true");
        }
        return new RequestWish(
                subject,
                !a.elements("subject_ordered").isEmpty(),
                names,
                listed(a, "key_usage"),
                listed(a, "extended_key_usage"),
                listed(a, "basic_constraints"),
                a.flag("ocsp_must_staple"),
                a.flag("ocsp_must_staple_critical"),
                a.strings("name_constraints_permitted"),
                a.strings("name_constraints_excluded"),
                a.flag("name_constraints_critical"),
                a.flag("create_subject_key_identifier"),
                hex(a, "subject_key_identifier"),
                hex(a, "authority_key_identifier"),
                a.strings("authority_cert_issuer"),
                a.integer("authority_cert_serial_number").map(BigInteger::valueOf),
                points(a),
                a.string("digest"));
    }

    private static Listed listed(Arguments a, String name) {
        return new Listed(a.strings(name), a.flag(name + "_critical"));
    }

    private static List<List<String>> subject(Arguments a) {
        List<List<String>> parts = new ArrayList<>();
        List<String> shorts = List.of("C", "ST", "L", "O", "OU", "CN", "emailAddress");
        List<String> names = List.of(
                "country_name",
                "state_or_province_name",
                "locality_name",
                "organization_name",
                "organizational_unit_name",
                "common_name",
                "email_address");
        for (int i = 0; i < names.size(); i++) {
            String type = shorts.get(i);
            a.text(names.get(i)).filter(value -> !value.isEmpty()).ifPresent(value -> parts.add(List.of(type, value)));
        }
        a.map("subject").forEach((type, value) -> add(parts, type, value));
        List<@Nullable Object> ordered = a.elements("subject_ordered");
        if (!ordered.isEmpty() && !parts.isEmpty()) {
            throw new ModuleFailure("subject_ordered cannot be combined with any other subject field");
        }
        for (int i = 0; i < ordered.size(); i++) {
            if (!(ordered.get(i) instanceof Map<?, ?> one) || one.size() != 1) {
                throw new ModuleFailure("Entry #" + (i + 1)
                        + " in subject_ordered must be a dictionary with exactly one key-value pair");
            }
            one.forEach((type, value) -> add(parts, String.valueOf(type), value));
        }
        return parts;
    }

    private static void add(List<List<String>> parts, String type, @Nullable Object value) {
        for (@Nullable Object each : value instanceof List<?> list ? list : java.util.Arrays.asList(value)) {
            if (each == null || each.toString().isEmpty()) {
                throw new ModuleFailure("Value for " + type + " must not be an empty string");
            }
            parts.add(List.of(type, each.toString()));
        }
    }

    private static Optional<byte[]> hex(Arguments a, String name) {
        return a.text(name).map(text -> {
            try {
                return HexFormat.of().parseHex(text.replace(":", ""));
            } catch (IllegalArgumentException e) {
                throw new ModuleFailure("Cannot parse " + name + ": " + text + " is not hexadecimal");
            }
        });
    }

    private static List<CrlPoint> points(Arguments a) {
        List<CrlPoint> points = new ArrayList<>();
        for (@Nullable Object one : a.elements("crl_distribution_points")) {
            if (!(one instanceof Map<?, ?> map)) {
                throw new ModuleFailure("crl_distribution_points must be a list of mappings");
            }
            CrlPoint point = new CrlPoint(
                    texts(map.get("full_name")),
                    texts(map.get("relative_name")),
                    texts(map.get("crl_issuer")),
                    texts(map.get("reasons")));
            if (!point.fullName().isEmpty() && !point.relativeName().isEmpty()) {
                throw new ModuleFailure(
                        "parameters are mutually exclusive: full_name|relative_name found in crl_distribution_points");
            }
            if (point.fullName().isEmpty()
                    && point.relativeName().isEmpty()
                    && point.issuer().isEmpty()) {
                throw new ModuleFailure(
                        "one of the following is required: full_name, relative_name, crl_issuer found in"
                                + " crl_distribution_points");
            }
            points.add(point);
        }
        return points;
    }

    private static List<String> texts(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> list -> list.stream().map(String::valueOf).toList();
            default -> List.of(value.toString().split(","));
        };
    }
}
