package io.slipway.automation.module.containers;

import static io.slipway.automation.module.containers.Comparison.Kind.LIST;
import static io.slipway.automation.module.containers.Comparison.Kind.MAP;
import static io.slipway.automation.module.containers.Comparison.Kind.RECORDS;
import static io.slipway.automation.module.containers.Comparison.Kind.SET;
import static io.slipway.automation.module.containers.Comparison.Kind.VALUE;

import java.util.List;

/**
 * A part of a container's configuration that has an option of its own.
 *
 * @param section of the engine's description of a container: {@code Config} or {@code HostConfig}; empty for what lies in several
 *     places, and is dealt with by itself
 * @param key there
 * @param update whether a container can be given another value without being made anew
 */
record Setting(String name, String section, String key, Comparison.Kind kind, boolean update) {

    static final List<Setting> ALL = List.of(
            host("auto_remove", "AutoRemove", VALUE),
            limit("blkio_weight", "BlkioWeight"),
            host("capabilities", "CapAdd", SET),
            host("cap_drop", "CapDrop", SET),
            host("cgroupns_mode", "CgroupnsMode", VALUE),
            host("cgroup_parent", "CgroupParent", VALUE),
            config("command", "Cmd", LIST),
            limit("cpu_period", "CpuPeriod"),
            limit("cpu_quota", "CpuQuota"),
            limit("cpuset_cpus", "CpusetCpus"),
            limit("cpuset_mems", "CpusetMems"),
            limit("cpu_shares", "CpuShares"),
            config("entrypoint", "Entrypoint", LIST),
            host("cpus", "NanoCpus", VALUE),
            several("detach", VALUE),
            several("interactive", VALUE),
            host("devices", "Devices", RECORDS),
            host("device_read_bps", "BlkioDeviceReadBps", RECORDS),
            host("device_write_bps", "BlkioDeviceWriteBps", RECORDS),
            host("device_read_iops", "BlkioDeviceReadIOps", RECORDS),
            host("device_write_iops", "BlkioDeviceWriteIOps", RECORDS),
            host("device_requests", "DeviceRequests", RECORDS),
            host("dns_servers", "Dns", LIST),
            host("dns_opts", "DnsOptions", SET),
            host("dns_search_domains", "DnsSearch", LIST),
            config("domainname", "Domainname", VALUE),
            config("env", "Env", SET),
            host("etc_hosts", "ExtraHosts", SET),
            host("groups", "GroupAdd", SET),
            config("healthcheck", "Healthcheck", MAP),
            config("hostname", "Hostname", VALUE),
            host("init", "Init", VALUE),
            host("ipc_mode", "IpcMode", VALUE),
            limit("kernel_memory", "KernelMemory"),
            config("labels", "Labels", MAP),
            host("links", "Links", SET),
            several("log_driver", VALUE),
            several("log_options", MAP),
            config("mac_address", "MacAddress", VALUE),
            limit("memory", "Memory"),
            limit("memory_reservation", "MemoryReservation"),
            limit("memory_swap", "MemorySwap"),
            host("memory_swappiness", "MemorySwappiness", VALUE),
            config("stop_timeout", "StopTimeout", VALUE),
            host("network_mode", "NetworkMode", VALUE),
            host("oom_killer", "OomKillDisable", VALUE),
            host("oom_score_adj", "OomScoreAdj", VALUE),
            host("pid_mode", "PidMode", VALUE),
            host("pids_limit", "PidsLimit", VALUE),
            several("platform", VALUE),
            host("privileged", "Privileged", VALUE),
            host("read_only", "ReadonlyRootfs", VALUE),
            new Setting("restart_policy", "", "", VALUE, true),
            new Setting("restart_retries", "", "", VALUE, true),
            host("runtime", "Runtime", VALUE),
            host("security_opts", "SecurityOpt", SET),
            host("shm_size", "ShmSize", VALUE),
            config("stop_signal", "StopSignal", VALUE),
            host("storage_opts", "StorageOpt", MAP),
            host("sysctls", "Sysctls", MAP),
            host("tmpfs", "Tmpfs", MAP),
            config("tty", "Tty", VALUE),
            host("ulimits", "Ulimits", RECORDS),
            config("user", "User", VALUE),
            host("userns_mode", "UsernsMode", VALUE),
            host("uts", "UTSMode", VALUE),
            host("volume_driver", "VolumeDriver", VALUE),
            host("volumes_from", "VolumesFrom", SET),
            config("working_dir", "WorkingDir", VALUE),
            several("mounts", RECORDS),
            several("volumes", SET),
            several("volume_binds", SET),
            several("exposed_ports", SET),
            several("publish_all_ports", VALUE),
            several("published_ports", MAP));

    private static Setting config(String name, String key, Comparison.Kind kind) {
        return new Setting(name, "Config", key, kind, false);
    }

    private static Setting host(String name, String key, Comparison.Kind kind) {
        return new Setting(name, "HostConfig", key, kind, false);
    }

    private static Setting limit(String name, String key) {
        return new Setting(name, "HostConfig", key, VALUE, true);
    }

    private static Setting several(String name, Comparison.Kind kind) {
        return new Setting(name, "", "", kind, false);
    }

    Comparison usual() {
        return name.equals("stop_timeout") ? Comparison.IGNORE : Comparison.usual(kind);
    }
}
