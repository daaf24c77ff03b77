package io.slipway.mirror.oci.layout;

import java.util.ArrayDeque;
import java.util.Deque;

/** Names in archives, in one form. */
final class TarNames {

    private TarNames() {}

    /** Without dots and doubled slashes; what would lead out of the archive ends at its root. */
    static String plain(String name) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : name.split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    /** @param symbolic whether it is relative to where the link lies */
    static String target(String link, String target, boolean symbolic) {
        int slash = link.lastIndexOf('/');
        boolean relative = symbolic && !target.startsWith("/") && slash >= 0;
        return plain(relative ? link.substring(0, slash) + "/" + target : target);
    }
}
