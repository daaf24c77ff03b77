package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.common.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** One run of {@code get_url}. */
final class GetUrl {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String ALSO = """
            if command -v curl >/dev/null 2>&1; then say curl 1; else check=1; fi
            if [ -n "$check" ] && [ -f "$q" ]; then n=$(sha1sum <"$q"); say dest_sha1 "${n%% *}"; fi
            if [ -n "$tmp_dest" ] && [ ! -d "$tmp_dest" ]; then
              if [ -e "$tmp_dest" ]; then say tmp_dest "$tmp_dest is a file but should be a directory."
              else say tmp_dest "$tmp_dest directory does not exist."; fi
            fi
            """;

    private final ModuleCall call;
    private final Arguments a;
    private final Attributes attributes;
    private final InstantSource clock;
    private final Instant started;

    GetUrl(ModuleCall call, InstantSource clock) {
        this.call = call;
        this.a = call.arguments();
        this.attributes = Attributes.of(a);
        this.clock = clock;
        this.started = clock.instant();
    }

    ModuleResult run() {
        Optional<UrlChecksum> checksum = a.text("checksum")
                .filter(text -> !text.isBlank())
                .or(() -> a.text("sha256sum").map(sum -> "sha256:" + sum))
                .map(UrlChecksum::parse);
        return run(UrlRequest.fileName(a.string("url")), true, checksum);
    }

    /**
     * @param name what the file is called in a directory
     * @param guessed whether the server may call it otherwise, so that it has to be looked for again
     */
    private ModuleResult run(String name, boolean guessed, Optional<UrlChecksum> checksum) {
        FoundPath found = probe(name, checksum);
        boolean intoDirectory = !found.path().equals(found.extra("asked").orElse(""));
        UrlRequest plain = UrlRequest.of(a);
        Optional<UrlChecksum> wanted = checksum.map(sum ->
                sum.isUrl() ? sum.from(text(plain.to(sum.value()), found), UrlRequest.fileName(a.string("url"))) : sum);
        boolean usable = found.isRegular() && !intoDirectory && !a.flag("force");
        if (usable && wanted.isPresent() && found.checksum().equals(wanted.map(UrlChecksum::value))) {
            return settle(found, "file already exists", " but file attributes changed")
                    .with("checksum_src", null)
                    .with("checksum_dest", null);
        }
        UrlRequest request = usable && wanted.isEmpty() ? ifNewer(plain, found) : plain;
        Fetcher fetcher = fetcher(request, found);
        if (call.check()) {
            return predict(fetcher.head(request), found);
        }
        boolean askName = intoDirectory && guessed;
        Fetcher.Fetched fetched = fetcher.fetch(
                request,
                new Fetcher.Order(
                        found, attributes, wanted, askName ? name : "", a.flag("backup"), a.flag("unsafe_writes")));
        if (askName && fetched.refusedFor(name, wanted)) {
            return run(fetched.download().fileName(), false, wanted);
        }
        return result(fetched, found, wanted);
    }

    private String text(UrlRequest request, FoundPath found) {
        return fetcher(request, found).text(request);
    }

    private Fetcher fetcher(UrlRequest request, FoundPath found) {
        if (FileFetcher.serves(request)) {
            return new FileFetcher(call.node());
        }
        return found.extra("curl").isPresent() ? new CurlFetcher(call.node()) : new HereFetcher(call.node());
    }

    private static UrlRequest ifNewer(UrlRequest request, FoundPath found) {
        long modified = (long) found.target().orElseThrow().mtime();
        return request.header("If-Modified-Since", HTTP_DATE.format(Instant.ofEpochSecond(modified)));
    }

    private FoundPath probe(String name, Optional<UrlChecksum> checksum) {
        FoundPath found = Probe.of(a.string("dest"))
                .inside(name)
                .resolving(attributes)
                .checksum(checksum.map(UrlChecksum::algorithm).orElse(""))
                .also("say asked \"$given\"\n"
                        + NodePath.assign("tmp_dest", a.text("tmp_dest").orElse(""))
                        + (call.check() ? "check=1\n" : "check=\n") + ALSO)
                .on(call.node());
        found.extra("tmp_dest").ifPresent(trouble -> {
            throw new ModuleFailure(trouble);
        });
        if (!found.parentPresent()) {
            throw failure(Problem.of("Destination " + NodePath.parent(found.path()) + " does not exist"), found, 0);
        }
        return found;
    }

    /** The content is right; perhaps owner or mode are not. */
    private ModuleResult settle(FoundPath found, String message, String more) {
        AttributeChange change = attributes.against(found.target().orElseThrow(), found, call.check());
        FoundPath now =
                change.needed() && !call.check() ? SetAttributes.on(call.node(), found.realPath(), change) : found;
        return base(change.needed(), now.path().equals(found.realPath()) ? now : found)
                .with("dest", found.path())
                .with("msg", change.needed() ? message + more : message);
    }

    /** Compares as if what came without the content were all of it, as upstream does: only of a {@code file:} URL that says much. */
    private ModuleResult predict(Fetcher.Fetched fetched, FoundPath found) {
        Download download = fetched.download();
        if (download.notModified()) {
            return settle(found, download.message(), "").with("status_code", (long) download.status());
        }
        if (!download.ok()) {
            throw requestFailed(download, found);
        }
        String before = found.extra("dest_sha1").orElse("");
        return base(!fetched.sha1().equals(before), found)
                .with("msg", download.message())
                .with("src", fetched.src())
                .with("checksum_src", fetched.sha1())
                .with("checksum_dest", before.isEmpty() ? null : before);
    }

    private ModuleResult result(Fetcher.Fetched fetched, FoundPath found, Optional<UrlChecksum> wanted) {
        Download download = fetched.download();
        if (download.notModified()) {
            return settle(found, download.message(), "").with("status_code", (long) download.status());
        }
        if (!download.ok()) {
            throw requestFailed(download, found);
        }
        if (!fetched.isWanted(wanted)) {
            throw failure(
                    Problem.of("The checksum for " + found.path() + " did not match "
                                    + wanted.orElseThrow().value() + "; it was " + fetched.sum() + ".")
                            .hint(
                                    "either the server has another file now, or the task the wrong checksum; nothing was changed"),
                    found,
                    download.status());
        }
        ModuleResult result =
                fetched.written().map(written -> base(true, written.now())).orElseGet(() -> settle(found, "", ""));
        if (fetched.written().flatMap(PutFile.Written::backupFile).isPresent()) {
            result = result.with(
                    "backup_file", fetched.written().get().backupFile().get());
        }
        return result.with("msg", download.message())
                .with("status_code", FileFetcher.serves(UrlRequest.of(a)) ? null : (long) download.status())
                .with("src", fetched.src())
                .with("checksum_src", fetched.sha1())
                .with("checksum_dest", fetched.before().isEmpty() ? null : fetched.before())
                .with("md5sum", fetched.md5());
    }

    private ModuleResult base(boolean changed, FoundPath now) {
        return ModuleResult.changed(changed)
                .with("dest", now.path())
                .with("url", a.string("url"))
                .with("elapsed", elapsed())
                .withAll(now.facts());
    }

    private long elapsed() {
        return Duration.between(started, clock.instant()).toSeconds();
    }

    private ModuleFailure requestFailed(Download download, FoundPath found) {
        return failure(
                        Problem.of("Request failed")
                                .because(download.message() + ", " + a.string("url"))
                                .hint(advice(download.status())),
                        found,
                        download.status())
                .with("response", download.message());
    }

    private static String advice(int status) {
        return switch (status) {
            case 401, 403 -> "does the server want url_username and url_password, or a header?";
            case 404, 410 -> "is the address right? The server is there, but has no such file";
            case 407 -> "the proxy wants a login: environment: {http_proxy: http://user:password@…}";
            case 500, 502, 503, 504 -> "the server has trouble of its own: retries and until ask again";
            default -> "";
        };
    }

    private ModuleFailure failure(Problem problem, FoundPath found, int status) {
        return new ModuleFailure(problem)
                .with("url", a.string("url"))
                .with("dest", found.path())
                .with("status_code", (long) status)
                .with("elapsed", elapsed());
    }
}
