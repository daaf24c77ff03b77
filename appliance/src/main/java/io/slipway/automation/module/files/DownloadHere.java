package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Brings what a URL holds to this side, for a module whose node has nothing to download with. */
public final class DownloadHere {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private DownloadHere() {}

    /** @param use of the content, which is gone afterwards */
    public static ModuleResult of(String url, boolean validate, Function<Source, ModuleResult> use) {
        UrlRequest request = new UrlRequest(
                url,
                Map.of("User-Agent", "ansible-httpget"),
                Optional.empty(),
                PATIENCE,
                validate,
                true,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of());
        return HereFetcher.temporarily(request, file -> {
            Download download = HereDownload.get(request, false, file);
            if (!download.ok()) {
                throw new ModuleFailure("Failure downloading " + url + ", " + download.message());
            }
            return use.apply(Source.of(file));
        });
    }
}
