package io.slipway.netboot.dhcp;

/** The numbers of options. */
final class Option {

    static final int PAD = 0;
    static final int SUBNET_MASK = 1;
    static final int ROUTERS = 3;
    static final int DNS_SERVERS = 6;
    static final int HOST_NAME = 12;
    static final int DOMAIN_NAME = 15;
    static final int INTERFACE_MTU = 26;
    static final int BROADCAST = 28;
    static final int NTP_SERVERS = 42;
    static final int VENDOR = 43;
    static final int REQUESTED_ADDRESS = 50;
    static final int LEASE_TIME = 51;
    static final int OVERLOAD = 52;
    static final int MESSAGE_TYPE = 53;
    static final int SERVER = 54;
    static final int MESSAGE = 56;
    static final int LARGEST_MESSAGE = 57;
    static final int RENEWAL_TIME = 58;
    static final int REBINDING_TIME = 59;
    static final int VENDOR_CLASS = 60;
    static final int CLIENT = 61;
    static final int TFTP_SERVER = 66;
    static final int BOOT_FILE = 67;
    /** RFC 3004. */
    static final int USER_CLASS = 77;
    /** RFC 3046. */
    static final int RELAY_AGENT = 82;
    /** RFC 4578. */
    static final int ARCHITECTURE = 93;
    /** RFC 4578. */
    static final int MACHINE = 97;
    /** RFC 3011. */
    static final int SUBNET = 118;
    /** iPXE's own; it holds options of its own. */
    static final int IPXE = 175;

    static final int END = 255;

    private Option() {}
}
