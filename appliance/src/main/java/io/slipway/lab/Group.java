package io.slipway.lab;

import java.util.Locale;

/** What a node of a pod is for; also its group in the inventory. */
public enum Group {
    MANAGEMENT("mgmt", 10),
    COMPUTE("dgx", 100);

    private final String prefix;
    private final int firstHost;

    Group(String prefix, int firstHost) {
        this.prefix = prefix;
        this.firstHost = firstHost;
    }

    /** How the names of its nodes begin: {@code mgmt01}. */
    String prefix() {
        return prefix;
    }

    /** The number in the subnet below that of its first node. */
    int firstHost() {
        return firstHost;
    }

    /** As the inventory names it. */
    public String groupName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
