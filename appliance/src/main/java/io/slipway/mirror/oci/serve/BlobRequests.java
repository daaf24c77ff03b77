package io.slipway.mirror.oci.serve;

import static io.slipway.mirror.oci.serve.Answers.header;
import static io.slipway.mirror.oci.serve.Answers.with;

import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.registry.ErrorCode;
import io.slipway.mirror.oci.registry.RegistryException;
import io.slipway.mirror.oci.registry.RegistryStore;
import io.slipway.mirror.store.Generation;
import io.slipway.server.Request;
import io.slipway.server.Response;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /v2/NAME/blobs/DIGEST}: sent from the store as they are. */
final class BlobRequests {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");

    private final RegistryStore registry;

    BlobRequests(RegistryStore registry) {
        this.registry = registry;
    }

    Response get(Call call) {
        OciDigest digest = call.digest();
        Generation.Entry entry = registry.repository(call.name()).blob(digest).orElseThrow(BlobRequests::unknown);
        if (isOutside(call.request(), entry.size())) {
            return with(
                    Answers.error(416, ErrorCode.SIZE_INVALID, "the blob has no such range"),
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

    /**
     * Whether a range begins behind the end of the blob, or ends before it begins: RFC 9110 lets a server refuse that as well, and
     * clients of registries expect it. All else about ranges is the front door's business.
     */
    private static boolean isOutside(Request request, long size) {
        Matcher numbers = RANGE.matcher(request.header("range").orElse("").strip());
        if (!numbers.matches()
                || !request.method().equals("GET")
                || request.header("if-range").isPresent()) {
            return false;
        }
        long first = Long.parseLong(numbers.group(1));
        return first >= size || (!numbers.group(2).isEmpty() && Long.parseLong(numbers.group(2)) < first);
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
