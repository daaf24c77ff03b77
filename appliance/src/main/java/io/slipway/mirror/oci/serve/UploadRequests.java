package io.slipway.mirror.oci.serve;

import static io.slipway.mirror.oci.serve.Answers.header;
import static io.slipway.mirror.oci.serve.Answers.with;

import io.slipway.common.Problem;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.registry.ErrorCode;
import io.slipway.mirror.oci.registry.RegistryException;
import io.slipway.mirror.oci.registry.RegistryStore;
import io.slipway.mirror.oci.registry.RepositoryName;
import io.slipway.mirror.oci.registry.Upload;
import io.slipway.mirror.oci.registry.Uploads;
import io.slipway.mirror.store.Generation;
import io.slipway.server.Request;
import io.slipway.server.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /v2/NAME/blobs/uploads/…}: blobs that come whole, in pieces or from another repository (distribution-spec, "Pushing blobs"). */
final class UploadRequests {

    private static final Pattern RANGE = Pattern.compile("(?:bytes[ =])?(\\d{1,18})-(\\d{1,18})(?:/.*)?");

    private final RegistryStore registry;
    private final Uploads uploads;

    UploadRequests(RegistryStore registry, Uploads uploads) {
        this.registry = registry;
        this.uploads = uploads;
    }

    /** @param mayRead from which repositories this client may take blobs */
    Response begin(Call call, Predicate<RepositoryName> mayRead) {
        Optional<OciDigest> whole = call.request().parameter("digest").map(Call::digest);
        Optional<OciDigest> mount = call.request().parameter("mount").map(Call::digest);
        call.request().parameter("digest-algorithm").ifPresent(UploadRequests::requireKnown);
        if (mount.isPresent() && mounted(call, mount.get(), mayRead)) {
            return created(call, mount.get());
        }
        Upload upload = uploads.begin(call.name());
        return whole.isPresent() ? complete(call, upload, whole.get()) : accepted(call, upload, 202);
    }

    private static void requireKnown(String algorithm) {
        if (!algorithm.equals("sha256") && !algorithm.equals("sha512")) {
            throw new RegistryException(ErrorCode.DIGEST_INVALID, "only sha256 and sha512 are possible here");
        }
    }

    private boolean mounted(Call call, OciDigest digest, Predicate<RepositoryName> mayRead) {
        Optional<String> from = call.request().parameter("from").filter(name -> !name.isEmpty());
        Optional<Generation.Entry> found;
        if (from.isPresent()) {
            RepositoryName source = Call.named(call.request(), from.get());
            found = mayRead.test(source) ? registry.repository(source).blob(digest) : Optional.empty();
        } else {
            found = registry.anywhere(digest, mayRead);
        }
        return found.isPresent() && registry.repository(call.name()).mount(digest, found.get());
    }

    Response append(Call call) {
        Upload upload = find(call);
        return step(upload, () -> {
            if (!isNext(call.request(), upload)) {
                return outOfOrder(call, upload);
            }
            receive(call.request(), upload);
            return accepted(call, upload, 202);
        });
    }

    Response finish(Call call) {
        OciDigest digest = Call.digest(call.request().parameter("digest").orElse(""));
        return complete(call, find(call), digest);
    }

    private Response complete(Call call, Upload upload, OciDigest digest) {
        return step(upload, () -> {
            if (!isNext(call.request(), upload)) {
                return outOfOrder(call, upload);
            }
            receive(call.request(), upload);
            upload.finish(digest);
            return created(call, digest);
        });
    }

    Response status(Call call) {
        return accepted(call, find(call), 204);
    }

    Response cancel(Call call) {
        Upload upload = find(call);
        return step(upload, () -> {
            upload.cancel();
            return Response.empty(204);
        });
    }

    private Response step(Upload upload, Upload.Step<Response> step) {
        try {
            return upload.ifFree(step)
                    .orElseThrow(() -> new RegistryException(
                            ErrorCode.BLOB_UPLOAD_INVALID, 409, "another request goes on with this upload"));
        } finally {
            uploads.forget(upload);
        }
    }

    private Upload find(Call call) {
        return uploads.find(call.name(), call.last())
                .orElseThrow(() -> new RegistryException(
                        ErrorCode.BLOB_UPLOAD_UNKNOWN, "this upload was not begun here, or is over"));
    }

    /** Whether what comes begins where the upload ends, and is as long as it says. */
    private static boolean isNext(Request request, Upload upload) {
        Optional<String> range = request.header("content-range");
        if (range.isEmpty()) {
            return true;
        }
        Matcher numbers = RANGE.matcher(range.get().strip());
        if (!numbers.matches()) {
            throw new RegistryException(
                    ErrorCode.BLOB_UPLOAD_INVALID, "this Content-Range is not of the form FIRST-LAST");
        }
        long length = Long.parseLong(numbers.group(2)) - Long.parseLong(numbers.group(1)) + 1;
        Optional<String> sent = request.header("content-length");
        if (sent.isPresent() && !sent.get().equals(Long.toString(length))) {
            throw new RegistryException(
                    ErrorCode.SIZE_INVALID, "the Content-Range is not as long as what comes with it");
        }
        return Long.parseLong(numbers.group(1)) == upload.size();
    }

    private static void receive(Request request, Upload upload) {
        try (InputStream body = request.body().get()) {
            upload.append(body);
        } catch (IOException e) {
            throw new RegistryException(
                    ErrorCode.BLOB_UPLOAD_INVALID,
                    Problem.of("what came of the blob ended too early").because(String.valueOf(e.getMessage())));
        }
    }

    private static Response outOfOrder(Call call, Upload upload) {
        return accepted(
                call,
                upload,
                Answers.error(416, ErrorCode.BLOB_UPLOAD_INVALID, "this chunk does not begin where the upload ends"));
    }

    private static Response accepted(Call call, Upload upload, int status) {
        return accepted(call, upload, Response.empty(status));
    }

    private static Response accepted(Call call, Upload upload, Response answer) {
        return with(
                answer,
                header("Location", call.location("blobs/uploads/" + upload.id())),
                header("Range", "0-" + Math.max(0, upload.size() - 1)),
                header("Docker-Upload-UUID", upload.id()));
    }

    private static Response created(Call call, OciDigest digest) {
        return with(
                Response.empty(201),
                header("Location", call.location("blobs/" + digest)),
                header("Docker-Content-Digest", digest.toString()));
    }
}
