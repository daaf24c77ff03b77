package io.slipway.mirror.fetch;

import java.net.URI;

/** URIs as they may be shown: without a user's name and password, and without a query, where tokens travel. */
public final class Shown {

    private Shown() {}

    public static String of(URI uri) {
        String authority = uri.getRawAuthority();
        if (authority == null) {
            return uri.toString();
        }
        return uri.getScheme() + "://" + authority.substring(authority.lastIndexOf('@') + 1) + uri.getRawPath();
    }
}
