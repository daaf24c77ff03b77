package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Node;
import io.slipway.automation.transport.Payload;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** Downloads to this side, and streams what came to the node. */
final class HereFetcher implements Fetcher {

    private final Node node;

    HereFetcher(Node node) {
        this.node = node;
    }

    @FunctionalInterface
    interface Use<T> {
        T of(Path file) throws IOException;
    }

    static <T> T temporarily(UrlRequest request, Use<T> use) {
        try {
            Path file = Files.createTempFile("slipway", ".download");
            file.toFile().deleteOnExit();
            try {
                return use.of(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new ModuleFailure(
                    Problem.of("cannot keep what comes from " + request.url()).because(String.valueOf(e)), e);
        }
    }

    @Override
    public String text(UrlRequest request) {
        return temporarily(request, file -> {
            Download download = HereDownload.get(request, false, file);
            if (!download.ok()) {
                throw new ModuleFailure(
                        Problem.of("Request failed: " + request.url()).because(download.message()));
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        });
    }

    @Override
    public Fetched head(UrlRequest request) {
        return temporarily(request, file -> Fetched.nothing(HereDownload.get(request, true, file)));
    }

    @Override
    public Fetched fetch(UrlRequest request, Order order) {
        return temporarily(request, file -> {
            Download download = HereDownload.get(request, false, file);
            return download.ok() ? place(download, file, order) : Fetched.nothing(download);
        });
    }

    private Fetched place(Download download, Path file, Order order) throws IOException {
        long size = Files.size(file);
        MessageDigest sha1 = Hash.digest("SHA-1", size);
        MessageDigest md5 = Hash.digest("MD5", size);
        MessageDigest wanted =
                Hash.digest(order.checksum().map(UrlChecksum::javaName).orElse("SHA-1"), size);
        Hash.feed(file, sha1, md5, wanted);
        Fetched fetched = new Fetched(
                download,
                file.toString(),
                Hash.hex(sha1),
                Hash.hex(md5),
                Hash.hex(wanted),
                order.found().extra("dest_sha1").orElse(""),
                Optional.empty());
        if (!fetched.isWanted(order.checksum())
                || !order.accepts(download)
                || fetched.sha1().equals(fetched.before())) {
            return fetched;
        }
        PutFile put = PutFile.at(order.found().path(), new Payload.FileContent(file, Files.size(file)));
        PutFile.Written written = order.prepared(put).on(node, order.found());
        return new Fetched(
                download,
                fetched.src(),
                fetched.sha1(),
                fetched.md5(),
                fetched.sum(),
                fetched.before(),
                Optional.of(written));
    }
}
