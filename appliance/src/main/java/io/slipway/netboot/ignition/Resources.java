package io.slipway.netboot.ignition;

import io.slipway.common.Position;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules for what Ignition fetches. */
final class Resources {

    private static final Pattern HASH = Pattern.compile("([^-]*)-(.*)", Pattern.DOTALL);
    private static final int ARN_PARTS = 6;

    private final Findings findings;
    private final int minor;

    Resources(Findings findings, int minor) {
        this.findings = findings;
        this.minor = minor;
    }

    void check(Part resource, boolean required) {
        String source = resource.text("source");
        if (required && source.isEmpty()) {
            findings.error(resource.at("source"), "a source is missing", "name the URL to fetch");
        }
        if (!source.isEmpty()) {
            url(source, resource.at("source"));
        }
        String compression = resource.text("compression");
        if (!compression.isEmpty() && !compression.equals("gzip")) {
            findings.error(
                    resource.at("compression"), "'" + compression + "' is not a compression", "gzip is the only one");
        }
        hash(resource);
        headers(resource, source);
    }

    private void hash(Part resource) {
        Part verification = resource.part("verification");
        if (!verification.has("hash")) {
            return;
        }
        Position at = verification.at("hash");
        if (!resource.has("source")) {
            findings.error(at, "there is a hash, but no source that it could belong to");
        }
        String hash = verification.text("hash");
        var parts = HASH.matcher(hash);
        if (!parts.matches()) {
            findings.error(at, "'" + hash + "' is not a hash", "as in sha512-…");
            return;
        }
        int digits = parts.group(1).equals("sha512") ? 128 : parts.group(1).equals("sha256") && minor >= 1 ? 64 : 0;
        if (digits == 0) {
            findings.error(
                    at, "'" + parts.group(1) + "' is not a kind of hash", minor >= 1 ? "sha512 or sha256" : "sha512");
        } else if (parts.group(2).length() != digits) {
            findings.error(
                    at, "this " + parts.group(1) + " hash has " + parts.group(2).length() + " digits, not " + digits);
        }
    }

    private void headers(Part resource, String source) {
        if (resource.items("httpHeaders").isEmpty()) {
            return;
        }
        String scheme = Url.parse(source).map(Url::scheme).orElse("");
        if (!scheme.equals("http") && !scheme.equals("https")) {
            findings.error(
                    resource.at("httpHeaders"), "there are HTTP headers, but the source is no http or https URL");
        }
        for (Part header : resource.parts("httpHeaders")) {
            if (header.text("name").isEmpty()) {
                findings.error(header.at("name"), "an HTTP header has no name");
            }
            if (header.has("value") && header.text("value").isEmpty()) {
                findings.error(
                        header.at("value"),
                        "the HTTP header '" + header.text("name") + "' has an empty value",
                        "leave the value out to have the header removed");
            }
        }
    }

    /** What is wrong with a source, at its place. */
    void url(String written, Position at) {
        mistake(written).ifPresent(what -> findings.error(at, what));
    }

    /** What is wrong with a source; nothing when it can be fetched. */
    Optional<String> mistake(String written) {
        String shown = "'" + (written.length() > 80 ? written.substring(0, 80) + "…" : written) + "'";
        Optional<Url> parsed = Url.parse(written);
        if (parsed.isEmpty()) {
            return Optional.of(shown + " is not a URL");
        }
        Url url = parsed.get();
        boolean known = switch (url.scheme()) {
            case "http", "https", "tftp", "s3", "data" -> true;
            case "gs" -> minor >= 2;
            case "arn" -> minor >= 4;
            default -> false;
        };
        if (!known) {
            String kind = url.scheme().isEmpty() ? "has no scheme" : "has the scheme '" + url.scheme() + "'";
            return Optional.of(shown + " " + kind + ", from which Ignition fetches nothing");
        }
        return switch (url.scheme()) {
            case "data" -> DataUrl.mistake(written).map(why -> shown + " is no data URL: " + why);
            case "arn" -> arn(url) ? version(url) : Optional.of(shown + " is not the ARN of an object in S3");
            case "s3" -> version(url);
            default -> Optional.empty();
        };
    }

    private static Optional<String> version(Url url) {
        return url.asksForEmpty("versionId") ? Optional.of("the versionId of this object is empty") : Optional.empty();
    }

    private static boolean arn(Url url) {
        String[] parts = url.opaque().split(":", ARN_PARTS - 1);
        if (parts.length < ARN_PARTS - 1 || !parts[1].equals("s3")) {
            return false;
        }
        int slashes = (int) url.opaque().chars().filter(c -> c == '/').count();
        return slashes >= (parts[ARN_PARTS - 2].startsWith("accesspoint/") ? 2 : 1);
    }
}
