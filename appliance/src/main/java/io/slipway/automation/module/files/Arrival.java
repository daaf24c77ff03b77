package io.slipway.automation.module.files;

import io.slipway.automation.module.Script;
import java.util.Optional;

/** What a {@code fill} of {@link PutFile} does with content that has come into {@code $tmp}: takes its checksums, and keeps it only if it is to. */
final class Arrival {

    /** Ends the script when the checksum is not the wanted one, or the file is there already. */
    static final String CHECKS = """
            take_sums() {
              say src "$tmp"
              n=$(sha1sum <"$tmp")
              n=${n%% *}
              say src_sha1 "$n"
              e=$(md5sum <"$tmp")
              say src_md5 "${e%% *}"
              if [ -z "$algorithm" ]; then return 0; fi
              e=$("${algorithm}sum" <"$tmp")
              say src_sum "${e%% *}"
              if [ "${e%% *}" != "$wanted" ]; then exit 0; fi
            }
            keep_if_other() {
              if [ -f "$q" ]; then
                e=$(sha1sum <"$q")
                say dest_sha1 "${e%% *}"
                if [ "$n" = "${e%% *}" ]; then exit 0; fi
              fi
            }
            """;

    private Arrival() {}

    /** The variables that the checks read. */
    static String variables(Fetcher.Order order) {
        return "algorithm=" + order.checksum().map(UrlChecksum::algorithm).orElse("") + "\nwanted="
                + order.checksum().map(UrlChecksum::value).orElse("") + "\nexpected_name="
                + Script.quote(order.expectedName()) + "\n";
    }

    static Fetcher.Fetched of(Download download, PutFile.Written written) {
        FoundPath now = written.now();
        return new Fetcher.Fetched(
                download,
                now.extra("src").orElse(""),
                now.extra("src_sha1").orElse(""),
                now.extra("src_md5").orElse(""),
                now.extra("src_sum").orElse(""),
                now.extra("dest_sha1").orElse(""),
                Optional.of(written).filter(w -> w.now().present()));
    }
}
