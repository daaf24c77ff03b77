package io.slipway.automation.module.containers;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.ELEMENTS;
import static io.slipway.automation.module.Option.Type.FLOAT;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.MAP;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.RAW;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;

/** What {@code docker_container} takes. */
final class ContainerSpec {

    static final ModuleSpec SPEC = ModuleSpec.of(
                    "docker_container", "Makes, changes, starts, stops and removes Docker containers")
            .options(
                    Option.of("name", STRING, "The container").mandatory(),
                    Option.of("image", STRING, "The image that it is made of, with its tag, or its ID"),
                    Option.of("state", STRING, "Whether it is to be there, and to run")
                            .oneOf("absent", "present", "stopped", "started", "healthy")
                            .orElse("started"),
                    Option.of("auto_remove", BOOL, "Whether the engine removes it when it ends"),
                    Option.of("blkio_weight", INT, "Weight of its disk access, 10 to 1000"),
                    Option.of("cap_drop", LIST, "Capabilities to take away"),
                    Option.of("capabilities", LIST, "Capabilities to add"),
                    Option.of("cgroup_parent", STRING, "The control group that it lies in"),
                    Option.of("cgroupns_mode", STRING, "Its namespace of control groups")
                            .oneOf("host", "private"),
                    Option.of("cleanup", BOOL, "Whether it is removed after it has run with detach false")
                            .orElse(false),
                    Option.of("command", RAW, "What it runs, as a list or a command line"),
                    Option.of(
                                    "command_handling",
                                    STRING,
                                    "Whether an empty command or entrypoint takes the image's away")
                            .oneOf("compatibility", "correct")
                            .orElse("correct"),
                    Option.of(
                            "comparisons",
                            MAP,
                            "How to compare single options with what is there: strict, ignore or allow_more_present"),
                    Option.of("container_default_behavior", STRING, "Whether options not given have defaults")
                            .oneOf("compatibility", "no_defaults")
                            .orElse("no_defaults"),
                    Option.of("cpu_period", INT, "Period of the scheduler in microseconds"),
                    Option.of("cpu_quota", INT, "Microseconds of processor time in each period"),
                    Option.of("cpu_shares", INT, "Relative weight of its processor time"),
                    Option.of("cpus", FLOAT, "How many processors it may use"),
                    Option.of("cpuset_cpus", STRING, "The processors it may use, as 1,3 or 1-3"),
                    Option.of("cpuset_mems", STRING, "The memory nodes it may use"),
                    Option.of("default_host_ip", STRING, "The address that ports are published at when none is named"),
                    Option.of("detach", BOOL, "Whether not to wait for its end"),
                    Option.of("device_read_bps", ELEMENTS, "Bytes a second to read: mappings of path and rate"),
                    Option.of("device_read_iops", ELEMENTS, "Reads a second: mappings of path and rate"),
                    Option.of(
                            "device_requests",
                            ELEMENTS,
                            "Devices of a driver, such as GPUs: mappings of capabilities, count, device_ids, driver and options"),
                    Option.of("device_write_bps", ELEMENTS, "Bytes a second to write: mappings of path and rate"),
                    Option.of("device_write_iops", ELEMENTS, "Writes a second: mappings of path and rate"),
                    Option.of("devices", LIST, "Devices of the node, as HOST:CONTAINER:MODE"),
                    Option.of("dns_opts", LIST, "Options for its resolver"),
                    Option.of("dns_search_domains", LIST, "Domains to search"),
                    Option.of("dns_servers", LIST, "Name servers"),
                    Option.of("domainname", STRING, "Its domain"),
                    Option.of("entrypoint", LIST, "The program that its command is given to"),
                    Option.of("env", MAP, "Environment variables"),
                    Option.of("env_file", PATH, "File of the node with environment variables"),
                    Option.of("etc_hosts", MAP, "More names for /etc/hosts"),
                    Option.of("exposed_ports", LIST, "Ports that it listens on").alias("exposed", "expose"),
                    Option.of("force_kill", BOOL, "Whether it is killed rather than stopped")
                            .alias("forcekill")
                            .orElse(false),
                    Option.of("groups", LIST, "More groups for its user"),
                    Option.of(
                            "healthcheck",
                            MAP,
                            "How to see whether it is well: test, interval, timeout, start_period, retries"),
                    Option.of(
                                    "healthy_wait_timeout",
                                    FLOAT,
                                    "How many seconds to wait for it to be well, with state healthy")
                            .orElse(300.0),
                    Option.of("hostname", STRING, "Its host name"),
                    Option.of("ignore_image", BOOL, "Whether another image is no reason to make it anew")
                            .orElse(false),
                    Option.of("image_comparison", STRING, "The image whose own settings count")
                            .oneOf("desired-image", "current-image")
                            .orElse("desired-image"),
                    Option.of(
                                    "image_label_mismatch",
                                    STRING,
                                    "Whether labels of the image that are not wanted are an error")
                            .oneOf("ignore", "fail")
                            .orElse("ignore"),
                    Option.of(
                                    "image_name_mismatch",
                                    STRING,
                                    "Whether another name for the same image is a reason to make it anew")
                            .oneOf("recreate", "ignore")
                            .orElse("ignore"),
                    Option.of("init", BOOL, "Whether a small init process runs in it"),
                    Option.of("interactive", BOOL, "Whether its standard input stays open"),
                    Option.of("ipc_mode", STRING, "Its namespace for inter-process communication"),
                    Option.of("keep_volumes", BOOL, "Whether its volumes stay when it is removed")
                            .orElse(true),
                    Option.of("kernel_memory", STRING, "Limit of kernel memory"),
                    Option.of("kill_signal", STRING, "The signal to kill it with"),
                    Option.of("labels", MAP, "Labels"),
                    Option.of("links", LIST, "Other containers to know by name, as CONTAINER:ALIAS"),
                    Option.of("log_driver", STRING, "Where its output goes"),
                    Option.of("log_options", MAP, "Options for that").alias("log_opt"),
                    Option.of("mac_address", STRING, "Its hardware address"),
                    Option.of("memory", STRING, "Limit of memory, as 512M"),
                    Option.of("memory_reservation", STRING, "Memory to leave it"),
                    Option.of("memory_swap", STRING, "Limit of memory and swap; -1 for none"),
                    Option.of("memory_swappiness", INT, "How eagerly it is swapped, 0 to 100"),
                    Option.of(
                            "mounts",
                            ELEMENTS,
                            "What it sees of the node and of volumes: mappings of target, source, type and more"),
                    Option.of(
                            "network_mode",
                            STRING,
                            "Its network: bridge, host, none, container:NAME or a network's name"),
                    Option.of(
                            "networks",
                            ELEMENTS,
                            "Networks that it is in: mappings of name, ipv4_address, ipv6_address, aliases and links"),
                    Option.of("networks_cli_compatible", BOOL, "Whether the first of networks is its network_mode")
                            .orElse(true),
                    Option.of("oom_killer", BOOL, "Whether it is spared when memory runs out"),
                    Option.of("oom_score_adj", INT, "How likely it is killed when memory runs out, -1000 to 1000"),
                    Option.of("output_logs", BOOL, "Taken, and not needed: the output is in the result")
                            .orElse(false),
                    Option.of("paused", BOOL, "Whether it stands still"),
                    Option.of("pid_mode", STRING, "Its namespace for processes"),
                    Option.of("pids_limit", INT, "How many processes it may have; -1 for any number"),
                    Option.of("platform", STRING, "Platform of its image, as linux/arm64"),
                    Option.of("privileged", BOOL, "Whether it may do all that root may on the node"),
                    Option.of(
                            "publish_all_ports",
                            BOOL,
                            "Whether all ports are published at ports of the engine's choice"),
                    Option.of("published_ports", LIST, "Ports to reach from outside, as 8080:80 or ADDRESS:8080:80/udp")
                            .alias("ports"),
                    Option.of(
                                    "pull",
                                    RAW,
                                    "Whether to pull the image: never, missing, or always; true is always, false is missing")
                            .orElse(false),
                    Option.of("purge_networks", BOOL, "Whether it leaves networks that are not named")
                            .orElse(false),
                    Option.of("read_only", BOOL, "Whether its root file system cannot be written"),
                    Option.of("recreate", BOOL, "Whether it is made anew in any case")
                            .orElse(false),
                    Option.of("removal_wait_timeout", FLOAT, "How many seconds to wait for it to be gone"),
                    Option.of("restart", BOOL, "Whether it is restarted in any case")
                            .orElse(false),
                    Option.of("restart_policy", STRING, "When the engine starts it again")
                            .oneOf("no", "on-failure", "always", "unless-stopped"),
                    Option.of("restart_retries", INT, "How often, with on-failure"),
                    Option.of("runtime", STRING, "The runtime, such as nvidia"),
                    Option.of("security_opts", LIST, "Security options"),
                    Option.of("shm_size", STRING, "Size of /dev/shm"),
                    Option.of("stop_signal", STRING, "The signal to stop it with"),
                    Option.of("stop_timeout", INT, "How many seconds it has to stop"),
                    Option.of("storage_opts", MAP, "Options for its storage"),
                    Option.of("sysctls", MAP, "Kernel parameters"),
                    Option.of("tmpfs", LIST, "Memory file systems, as PATH:OPTIONS"),
                    Option.of("tty", BOOL, "Whether it has a terminal"),
                    Option.of("ulimits", LIST, "Limits, as nofile:SOFT:HARD"),
                    Option.of("user", STRING, "Who it runs as"),
                    Option.of("userns_mode", STRING, "Its namespace for users"),
                    Option.of("uts", STRING, "Its namespace for host names"),
                    Option.of("volume_driver", STRING, "The driver for volumes that are made"),
                    Option.of("volumes", LIST, "What it sees of the node and of volumes, as HOST:CONTAINER:MODE"),
                    Option.of("volumes_from", LIST, "Containers whose volumes it sees too"),
                    Option.of("working_dir", STRING, "Where its command starts"))
            .options(EngineOptions.all())
            .neededIf("state", "present", "image")
            .differs(
                    "the engine is reached through curl, and images are pulled by the docker command, both on the node; no Python is needed",
                    "device_requests, devices and mounts that leave keys out match what the engine filled in, so that a container with GPUs is not made anew by each run",
                    "state healthy, and the words never, missing and always for pull, are taken as by newer versions of the collection")
            .build();

    private ContainerSpec() {}
}
