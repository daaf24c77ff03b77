package io.slipway.automation.module.files;

import java.util.Optional;

/** A way to bring a URL's content to a place of a node. */
interface Fetcher {

    /** A small text, such as a list of checksums. */
    String text(UrlRequest request);

    /** What the server says, and the checksum of what there is to compare without bringing it: of a server's answer, nothing. */
    Fetched head(UrlRequest request);

    /** Downloads, and puts what comes where the order says, unless it is there already or is not what is wanted. */
    Fetched fetch(UrlRequest request, Order order);

    /**
     * @param found the destination
     * @param expectedName the name that the content must have to be put there; empty for any
     * @param backup whether the old file is kept
     * @param unsafe whether a file that cannot be replaced is overwritten
     */
    record Order(
            FoundPath found,
            Attributes attributes,
            Optional<UrlChecksum> checksum,
            String expectedName,
            boolean backup,
            boolean unsafe) {

        boolean accepts(Download download) {
            return expectedName.isEmpty() || expectedName.equals(download.fileName());
        }

        PutFile prepared(PutFile put) {
            return put.attributes(attributes).backup(backup).unsafe(unsafe);
        }
    }

    /**
     * What came, and what was done with it. Checksums are empty when nothing came.
     *
     * @param src where it lay until it was placed
     * @param sum by the wanted checksum's algorithm
     * @param before SHA-1 of what was there; empty when nothing was
     * @param written if it was put there
     */
    record Fetched(
            Download download,
            String src,
            String sha1,
            String md5,
            String sum,
            String before,
            Optional<PutFile.Written> written) {

        boolean isWanted(Optional<UrlChecksum> checksum) {
            return checksum.map(c -> c.value().equals(sum)).orElse(true);
        }

        /** Whether good content was left out because the server calls it, or may call it, by another name. */
        boolean refusedFor(String name, Optional<UrlChecksum> checksum) {
            boolean unplaced = written.isEmpty() && before.isEmpty();
            return download.ok()
                    && isWanted(checksum)
                    && (unplaced || !download.fileName().equals(name));
        }

        static Fetched nothing(Download download) {
            return new Fetched(download, "/dev/null", Hash.hex("SHA-1", new byte[0]), "", "", "", Optional.empty());
        }
    }
}
