package io.slipway.mirror.oci.serve;

import static io.slipway.mirror.oci.serve.Answers.header;
import static io.slipway.mirror.oci.serve.Answers.with;

import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.registry.ErrorCode;
import io.slipway.mirror.oci.registry.RegistryException;
import io.slipway.mirror.oci.registry.RegistryStore;
import io.slipway.mirror.store.Generation;
import io.slipway.server.Response;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /v2/NAME/blobs/DIGEST}: sent from the store as they are. */
final class BlobRequests {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})");

    private final RegistryStore registry;

    BlobRequests(RegistryStore registry) {
        this.registry = registry;
    }

    Response get(Call call) {
        OciDigest digest = call.digest();
        Generation.Entry entry = registry.repository(call.name()).blob(digest).orElseThrow(BlobRequests::unknown);
        if (call.request().header("range").filter(BlobRequests::isBackwards).isPresent()) {
            return with(
                    Answers.error(416, ErrorCode.SIZE_INVALID, "the range ends before it begins"),
                    header("Content-Range", "bytes */" + entry.size()));
        }
        return with(
                new Response.File(
                        registry.store().blob(entry.digest()),
                        "application/octet-stream",
                        digest.toString(),
                        Instant.EPOCH),
                header("Docker-Content-Digest", digest.toString()));
    }

    /** RFC 9110 lets a server refuse such a range, and clients of registries expect it. */
    private static boolean isBackwards(String range) {
        Matcher numbers = RANGE.matcher(range.strip());
        return numbers.matches() && Long.parseLong(numbers.group(2)) < Long.parseLong(numbers.group(1));
    }

    Response delete(Call call) {
        if (!registry.repository(call.name()).deleteBlob(call.digest())) {
            throw unknown();
        }
        return with(Response.empty(202), header("Docker-Content-Digest", call.last()));
    }

    static RegistryException unknown() {
        return new RegistryException(ErrorCode.BLOB_UNKNOWN, "this repository has no such blob");
    }
}
