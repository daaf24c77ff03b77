package io.slipway.common.crypto;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a server answers to, as its certificate has it.
 *
 * @param dns names
 * @param addresses of IP, as text
 */
public record ServerNames(SortedSet<String> dns, SortedSet<String> addresses) {

    public static ServerNames of(Collection<String> dns, Collection<String> addresses) {
        return new ServerNames(new TreeSet<>(dns), new TreeSet<>(addresses));
    }
}
