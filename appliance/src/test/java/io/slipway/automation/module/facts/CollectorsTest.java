package io.slipway.automation.module.facts;

import static io.slipway.automation.module.facts.Told.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the collectors make of recorded answers. */
class CollectorsTest {

    private static Map<String, Object> small(String name, String... pairs) {
        return SystemFacts.all().stream()
                .filter(collector -> collector.name().equals(name))
                .findFirst()
                .orElseThrow()
                .facts(told(pairs));
    }

    @Test
    void distributionsHaveTheNamesThatContentTests() {
        assertEquals(
                Map.of(
                        "distribution", "Ubuntu",
                        "distribution_release", "jammy",
                        "distribution_version", "22.04",
                        "distribution_major_version", "22",
                        "os_family", "Debian",
                        "distribution_file_path", "/etc/os-release",
                        "distribution_file_variety", "Debian",
                        "distribution_file_parsed", true),
                new DistributionFacts()
                        .facts(told(
                                "osRelease",
                                "PRETTY_NAME=\"Ubuntu 22.04.4 LTS\"\nNAME=\"Ubuntu\"\nVERSION_ID=\"22.04\"\n"
                                        + "VERSION=\"22.04.4 LTS (Jammy Jellyfish)\"\nVERSION_CODENAME=jammy\nID=ubuntu\nID_LIKE=debian\n",
                                "debianVersion",
                                "bookworm/sid")));
        Map<String, Object> debian = new DistributionFacts()
                .facts(told(
                        "osRelease",
                        "ID=debian\nVERSION_ID=\"12\"\nVERSION_CODENAME=bookworm",
                        "debianVersion",
                        "12.11"));
        assertEquals(
                List.of("12.11", "12", "11"),
                List.of(
                        debian.get("distribution_version"),
                        debian.get("distribution_major_version"),
                        debian.get("distribution_minor_version")));
        Map<String, Object> rocky = new DistributionFacts()
                .facts(told(
                        "osRelease",
                        "NAME='Rocky Linux'\nID=\"rocky\"\nVERSION=\"9.4 (Blue Onyx)\"\nVERSION_ID=\"9.4\""));
        assertEquals(
                List.of("Rocky", "RedHat", "Blue Onyx"),
                List.of(rocky.get("distribution"), rocky.get("os_family"), rocky.get("distribution_release")));
        assertEquals(
                "Debian",
                new DistributionFacts()
                        .facts(told("osRelease", "ID=dgx\nNAME=X\nID_LIKE='ubuntu debian'"))
                        .get("os_family"));
    }

    @Test
    void theFullNameIsTheFirstWithADot() {
        String uname = "Linux\n6.1.0\n#1 SMP\nx86_64\ndgx01\n";
        Map<String, Object> facts = new PlatformFacts()
                .facts(told(
                        "uname", uname, "names", "10.0.0.5      dgx01 dgx01.pod.internal d1", "machineId", "abc\n"));
        assertEquals("dgx01.pod.internal", facts.get("fqdn"));
        assertEquals("pod.internal", facts.get("domain"));
        assertEquals("dgx01", facts.get("hostname"));
        assertEquals("abc", facts.get("machine_id"));
        assertEquals("dgx01", new PlatformFacts().facts(told("uname", uname)).get("fqdn"));
    }

    @Test
    void interfacesHoldTheirAddresses() {
        Map<String, Object> facts = new NetworkFacts()
                .facts(told(
                        "net eth0",
                        "address=02:42:00:00:00:01\nmtu=9000\noperstate=up\ntype=1\nspeed=100000\nflags=0x1103\npciid=0000:01:00.0\nmodule=mlx5_core\n",
                        "net ib0",
                        "address=80:00\nmtu=4092\noperstate=down\ntype=32\n",
                        "net br-x",
                        "type=1\nports=eth1 veth2\nbridge/bridge_id=8000.1\nbridge/stp_state=0\n",
                        "net bond0",
                        "type=1\nbonding/slaves=eth2 eth3\nbonding/mode=802.3ad 4\nbonding/miimon=100\nbonding/lacp_rate=fast 1\n",
                        "features eth0",
                        "Features for eth0:\nrx-checksumming: on [fixed]\n",
                        "timestamps eth0",
                        "\tSOF_TIMESTAMPING_TX_HARDWARE\nPTP Hardware Clock: 3\n\tHWTSTAMP_FILTER_ALL\n",
                        "addresses",
                        "2: eth0    inet 10.0.0.5/22 brd 10.0.3.255 scope global eth0\\       valid_lft forever\n"
                                + "2: eth0    inet 10.0.0.6/22 brd 10.0.3.255 scope global secondary eth0:1\\   valid_lft forever\n"
                                + "2: eth0    inet6 fe80::1/64 scope link \\       valid_lft forever\n"
                                + "3: ib0    inet 10.9.0.5 peer 10.9.0.6/32 scope global ib0\\  valid_lft",
                        "route4",
                        "8.8.8.8 via 10.0.0.1 dev eth0 src 10.0.0.5 uid 0 \n    cache",
                        "route6",
                        "unreachable 2404:6800:400a:800::1012 dev lo table unspec"));
        assertEquals(List.of("eth0", "ib0", "br-x", "bond0", "eth0_1"), facts.get("interfaces"));
        Map<?, ?> eth0 = (Map<?, ?>) facts.get("eth0");
        assertEquals(
                Map.of(
                        "address",
                        "10.0.0.5",
                        "broadcast",
                        "10.0.3.255",
                        "netmask",
                        "255.255.252.0",
                        "network",
                        "10.0.0.0",
                        "prefix",
                        "22"),
                eth0.get("ipv4"));
        assertEquals(1, ((List<?>) eth0.get("ipv4_secondaries")).size());
        assertEquals(List.of(Map.of("address", "fe80::1", "prefix", "64", "scope", "link")), eth0.get("ipv6"));
        assertEquals(
                List.of(9000L, 100000L, true, true, "mlx5_core", 3L),
                List.of(
                        eth0.get("mtu"),
                        eth0.get("speed"),
                        eth0.get("promisc"),
                        eth0.get("active"),
                        eth0.get("module"),
                        eth0.get("phc_index")));
        assertEquals(Map.of("rx_checksumming", "on [fixed]"), eth0.get("features"));
        assertEquals("infiniband", ((Map<?, ?>) facts.get("ib0")).get("type"));
        assertEquals("255.255.255.255", ((Map<?, ?>) ((Map<?, ?>) facts.get("ib0")).get("ipv4")).get("netmask"));
        assertEquals(List.of("eth1", "veth2"), ((Map<?, ?>) facts.get("br-x")).get("interfaces"));
        assertEquals(
                List.of("802.3ad", "fast", List.of("eth2", "eth3")),
                List.of(
                        ((Map<?, ?>) facts.get("bond0")).get("mode"),
                        ((Map<?, ?>) facts.get("bond0")).get("lacp_rate"),
                        ((Map<?, ?>) facts.get("bond0")).get("slaves")));
        assertEquals(
                "{gateway=10.0.0.1, interface=eth0, address=10.0.0.5, broadcast=10.0.3.255, netmask=255.255.252.0, network=10.0.0.0,"
                        + " prefix=22, macaddress=02:42:00:00:00:01, mtu=9000, type=ether, alias=eth0}",
                facts.get("default_ipv4").toString());
        assertEquals(Map.of(), facts.get("default_ipv6"));
        assertEquals(List.of("10.0.0.5", "10.0.0.6", "10.9.0.5"), facts.get("all_ipv4_addresses"));
        assertEquals(List.of("fe80::1"), facts.get("all_ipv6_addresses"));
    }

    @Test
    void processorsAreCounted() {
        String cpu =
                "processor\t: %d\nvendor_id\t: AuthenticAMD\nmodel name\t: AMD EPYC\nphysical id\t: %d\nsiblings\t: 4\ncore id\t: 0\ncpu cores\t: 2\n\n";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            text.append(cpu.formatted(i, i / 4));
        }
        Map<String, Object> facts = Processors.facts(told("cpuinfo", text.toString(), "nproc", "6"));
        assertEquals(
                List.of(2L, 2L, 2L, 8L, 6L),
                List.of(
                        facts.get("processor_count"),
                        facts.get("processor_cores"),
                        facts.get("processor_threads_per_core"),
                        facts.get("processor_vcpus"),
                        facts.get("processor_nproc")));
        assertEquals(24, ((List<?>) facts.get("processor")).size());
        assertEquals(
                2L,
                Processors.facts(told("cpuinfo", "processor : 0\nBogoMIPS : 1\nprocessor : 1\n"))
                        .get("processor_vcpus"));
    }

    @Test
    void hardwareIsReadFromTheKernel() {
        Map<String, Object> facts = new HardwareFacts()
                .facts(told(
                        "meminfo",
                        "MemTotal:       2048000 kB\nMemFree:  1024000 kB\nCached: 512000 kB\nBuffers: 0 kB\nSwapTotal: 0 kB\n",
                        "uptime",
                        "3600.55 100.0",
                        "dmi product_name",
                        "DGXH100 ",
                        "dmi chassis_type",
                        "23",
                        "mounts",
                        "/dev/nvme0n1p2 / ext4 rw,relatime 0 0\nproc /proc proc rw 0 0\n10.0.0.1:/x /mnt/a\\040b nfs4 rw 0 0\n/dev/nvme0n1p2 /bind ext4 rw 0 0",
                        "uuids",
                        "/dev/nvme0n1p2 32caaec3\n/dev/nvme0n1",
                        "binds",
                        "/bind /dev/nvme0n1p2[/x]\n/ /dev/nvme0n1p2",
                        "size /",
                        "1000 400 4096 4096 100 90",
                        "size /bind",
                        "1000 400 4096 4096 100 90",
                        "block nvme0n1",
                        "device/model=SAMSUNG\ndevice/serial=S1\nremovable=0\nqueue/rotational=0\nqueue/scheduler=[none] mq-deadline\nsize=7501476528\nqueue/logical_block_size=512\n",
                        "part nvme0n1 nvme0n1p2",
                        "start=2048\nsize=2097152\nholder=dm-0\n",
                        "links uuids",
                        "32caaec3\t../../nvme0n1p2\n",
                        "links ids",
                        "wwn-0x5\t../../nvme0n1\nnvme-x\t../../nvme0n1",
                        "link masters nvme0n1p2 dm-0",
                        "1",
                        "lvm vgs",
                        "  vg0,1,2,0,wz--n-,10.00,4.00",
                        "lvm lvs",
                        "  root,vg0,-wi-ao----,6.00,,,,,,,,",
                        "lvm pvs",
                        "/dev/sda3,vg0,lvm2,a--,10.00,4.00"));
        assertEquals(
                List.of(2000L, 1000L, 3600L, "DGXH100", "Rack Mount Chassis", "NA"),
                List.of(
                        facts.get("memtotal_mb"),
                        facts.get("memfree_mb"),
                        facts.get("uptime_seconds"),
                        facts.get("product_name"),
                        facts.get("form_factor"),
                        facts.get("product_serial")));
        assertEquals(
                "{free=1500, used=500}",
                ((Map<?, ?>) facts.get("memory_mb")).get("nocache").toString());
        List<?> mounts = (List<?>) facts.get("mounts");
        assertEquals(
                "{mount=/, device=/dev/nvme0n1p2, fstype=ext4, options=rw,relatime, size_total=4096000, size_available=1638400,"
                        + " block_size=4096, block_total=1000, block_available=400, block_used=600, inode_total=100, inode_available=90,"
                        + " inode_used=10, uuid=32caaec3}",
                mounts.get(0).toString());
        assertEquals(
                "{mount=/mnt/a b, device=10.0.0.1:/x, fstype=nfs4, options=rw, note=Could not get extra information due to timeout, uuid=N/A}",
                mounts.get(1).toString());
        assertEquals("rw,bind", ((Map<?, ?>) mounts.get(2)).get("options"));
        Map<?, ?> disk = (Map<?, ?>) ((Map<?, ?>) facts.get("devices")).get("nvme0n1");
        assertEquals(
                List.of("3.49 TB", "none", "S1", "0x5"),
                List.of(disk.get("size"), disk.get("scheduler_mode"), disk.get("serial"), disk.get("wwn")));
        Map<?, ?> partition = (Map<?, ?>) ((Map<?, ?>) disk.get("partitions")).get("nvme0n1p2");
        assertEquals(
                List.of("1.00 GB", "32caaec3", List.of("dm-0")),
                List.of(partition.get("size"), partition.get("uuid"), partition.get("holders")));
        assertEquals(List.of("dm-0"), ((Map<?, ?>) partition.get("links")).get("masters"));
        assertEquals(
                Map.of("size_g", "6.00", "vg", "vg0"),
                ((Map<?, ?>) ((Map<?, ?>) facts.get("lvm")).get("lvs")).get("root"));
    }

    @Test
    void smallAreas() {
        assertEquals(
                Map.of(
                        "dns",
                        Map.of(
                                "nameservers",
                                List.of("1.1.1.1", "::1"),
                                "search",
                                List.of("a", "b"),
                                "options",
                                Map.of("ndots", "2", "rotate", true))),
                small(
                        "dns",
                        "resolv",
                        "# x\nnameserver 1.1.1.1\nnameserver ::1\nsearch a b\noptions ndots:2 rotate\n"));
        assertEquals(
                Map.of(
                        "cmdline",
                        Map.of("quiet", true, "console", "tty1"),
                        "proc_cmdline",
                        Map.of("quiet", true, "console", List.of("tty0", "tty1"))),
                small("cmdline", "cmdline", "quiet console=tty0 console=tty1\n"));
        assertEquals(
                Map.of(
                        "lsb",
                        Map.of(
                                "id",
                                "Ubuntu",
                                "release",
                                "22.04",
                                "description",
                                "Ubuntu 22.04 LTS",
                                "codename",
                                "jammy",
                                "major_release",
                                "22")),
                small(
                        "lsb",
                        "lsbFile",
                        "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=22.04\nDISTRIB_CODENAME=jammy\nDISTRIB_DESCRIPTION=\"Ubuntu 22.04 LTS\"\n"));
        assertEquals(
                Map.of(
                        "selinux_python_present",
                        true,
                        "selinux",
                        Map.of(
                                "status",
                                "enabled",
                                "policyvers",
                                33L,
                                "config_mode",
                                "enforcing",
                                "mode",
                                "permissive",
                                "type",
                                "targeted")),
                small(
                        "selinux",
                        "selinux",
                        "0",
                        "selinuxVersion",
                        "33",
                        "selinuxConfig",
                        "SELINUX=enforcing\nSELINUXTYPE=targeted\n"));
        assertEquals(Map.of("status", "disabled"), small("selinux").get("selinux"));
        assertEquals(
                Map.of("ssh_host_key_rsa_public", "AAAA", "ssh_host_key_rsa_public_keytype", "ssh-rsa"),
                small("ssh_pub_keys", "hostKey rsa", "ssh-rsa AAAA root@x\n", "hostKey dsa", ""));
        assertEquals(List.of(), small("caps", "capsh", "Current: =ep\n").get("system_capabilities"));
        assertEquals(
                List.of("cap_chown", "cap_kill+ep"),
                small("caps", "capsh", "Current: = cap_chown,cap_kill+ep\n").get("system_capabilities"));
        assertEquals(Map.of("service_mgr", "service"), small("service_mgr"));
        assertEquals(Map.of("is_chroot", true), small("chroot", "chroot", "1"));
        assertFalse(small("loadavg", "loadavg", "0.50 0.25 0.10 1/100 5\n").isEmpty());
    }

    @Test
    void aNodesPythonHasItsVersion() {
        assertEquals(
                "{version={major=3, minor=11, micro=2, releaselevel=final, serial=0}, version_info=[3, 11, 2, final, 0],"
                        + " executable=/usr/bin/python3, has_sslcontext=true, type=cpython}",
                String.valueOf(new PythonFacts()
                        .facts(told("python", "3 11 2 final 0 cpython 1 /usr/bin/python3\n"))
                        .get("python")));
        assertEquals(Map.of(), new PythonFacts().facts(told()));
    }

    @Test
    void timesAreTheNodesOwn() {
        Map<?, ?> time = (Map<?, ?>) new TimeFacts()
                .facts(told(
                        "date", "1700000000|123456789|2023|11|Tuesday|2|46|14|23|13|20|CET|+0100",
                        "seasons", "+0100 CET\n+0200 CEST"))
                .get("date_time");
        assertEquals(
                List.of(
                        "2023-11-14T22:13:20Z",
                        "2023-11-14T22:13:20.123456Z",
                        "20231114T231320123456",
                        "23:13:20",
                        "CET",
                        "CEST",
                        "+0100"),
                List.of(
                        time.get("iso8601"),
                        time.get("iso8601_micro"),
                        time.get("iso8601_basic"),
                        time.get("time"),
                        time.get("tz"),
                        time.get("tz_dst"),
                        time.get("tz_offset")));
    }

    @Test
    void sizesReadAsAnsibleWritesThem() {
        assertEquals("0.00 Bytes", BlockDevices.size("0"));
        assertEquals("512.00 Bytes", BlockDevices.size("1"));
        assertEquals("256.00 GB", BlockDevices.size("536870912"));
        assertEquals("0.00 Bytes", BlockDevices.size("x"));
    }
}
