package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * NVIDIA's GPUs. What the kernel knows costs nothing and is always told; {@code nvidia-smi}, which wakes every GPU and can hang on a
 * sick one, is asked only when {@code gather_subset} names {@code gpu}.
 */
final class GpuFacts implements Collector {

    private static final Pattern VERSION = Pattern.compile("\\s(\\d+\\.\\d+(?:\\.\\d+)?)\\s");
    private static final Pattern CUDA = Pattern.compile("CUDA (?:UMD )?Version\\s*:\\s*([0-9.]+)");
    private static final Pattern GPU_LINE = Pattern.compile("GPU \\d+: .*\\(UUID: (GPU-[^)]+)\\)");
    private static final Pattern MIG_LINE = Pattern.compile("MIG (\\S+) .*\\(UUID: (MIG-[^)]+)\\)");

    /** What a device is asked for, in this order. */
    private static final List<String> QUERY = List.of(
            "index",
            "name",
            "uuid",
            "serial",
            "pci.bus_id",
            "driver_version",
            "vbios_version",
            "memory.total",
            "mig.mode.current",
            "mig.mode.pending");

    @Override
    public String name() {
        return "gpu";
    }

    @Override
    public Set<String> aliases() {
        return Set.of();
    }

    @Override
    public String script() {
        return Kernel.ATTRIBUTES + Kernel.WITHIN + """
                for _card in /sys/bus/pci/devices/*; do
                  _value=
                  { IFS= read -r _value <"$_card/vendor"; } 2>/dev/null
                  [ "$_value" = 0x10de ] || continue
                  _attributes "$_card" device class numa_node
                  tell "gpuPci ${_card##*/}" "${_lines}driver=$(readlink "$_card/driver")"
                  [ ! -e "/proc/driver/nvidia/gpus/${_card##*/}" ] ||
                    ask "gpuKernel ${_card##*/}" cat "/proc/driver/nvidia/gpus/${_card##*/}/information"
                done
                ask gpuDriver cat /proc/driver/nvidia/version
                case $_named in *" gpu "*)
                  if command -v nvidia-smi >/dev/null 2>&1; then
                    if _value=$(_within nvidia-smi --query-gpu=QUERY --format=csv,noheader,nounits 2>&1 </dev/null); then
                      tell gpuSmi "$_value"
                      ask gpuHeader _within nvidia-smi
                      ask gpuList _within nvidia-smi -L
                      ask gpuFabric _within nvidia-smi --query-gpu=uuid,fabric.state,fabric.status --format=csv,noheader,nounits
                    else
                      tell gpuError "${_value:-nvidia-smi gave no answer}"
                    fi
                  fi ;;
                esac
                """.replace("QUERY", String.join(",", QUERY));
    }

    @Override
    public Map<String, @Nullable Object> facts(Found found) {
        Map<String, Map<String, @Nullable Object>> devices = new LinkedHashMap<>();
        long switches = 0;
        for (String key : found.texts().keySet()) {
            if (!key.startsWith("gpuPci ")) {
                continue;
            }
            String address = key.substring("gpuPci ".length());
            Map<String, String> raw = Kernel.values(found, key);
            String kind = raw.getOrDefault("class", "");
            if (kind.startsWith("0x0300") || kind.startsWith("0x0302")) {
                devices.put(address, fromKernel(address, raw, found));
            } else if (kind.startsWith("0x0680")) {
                switches++;
            }
        }
        String driver = found.text("gpuDriver");
        Matcher version = VERSION.matcher(driver + " ");
        Map<String, @Nullable Object> gpu = new LinkedHashMap<>();
        gpu.put("source", found.has("gpuSmi") ? "nvidia-smi" : "kernel");
        gpu.put("driver_version", version.find() ? version.group(1) : null);
        gpu.put(
                "kernel_module",
                driver.isEmpty() ? null : driver.contains("Open Kernel Module") ? "open" : "proprietary");
        Matcher cuda = CUDA.matcher(found.text("gpuHeader"));
        gpu.put("cuda_version", cuda.find() ? cuda.group(1) : null);
        gpu.put("nvswitches", switches);
        found.some("gpuError").ifPresent(error -> gpu.put("error", error.strip()));
        for (String line : found.lines("gpuSmi")) {
            take(List.of(line.split("\\s*,\\s*", -1)), devices, gpu);
        }
        Map<String, String> fabric = new LinkedHashMap<>();
        for (String line : found.lines("gpuFabric")) {
            String[] words = line.split("\\s*,\\s*", 3);
            if (words.length == 3) {
                fabric.put(words[0], words[1]);
            }
        }
        Map<String, List<Map<String, String>>> slices = slices(found.lines("gpuList"));
        List<@Nullable Object> list = new ArrayList<>();
        devices.values().forEach(device -> {
            String uuid = String.valueOf(device.get("uuid"));
            device.put("mig_devices", slices.getOrDefault(uuid, List.of()));
            device.put("fabric_state", unlessUnknown(fabric.getOrDefault(uuid, "")));
            list.add(device);
        });
        gpu.put("count", (long) list.size());
        gpu.put("devices", list);
        return Map.of("gpu", gpu);
    }

    private static Map<String, @Nullable Object> fromKernel(String address, Map<String, String> raw, Found found) {
        Map<String, String> kernel = new LinkedHashMap<>();
        for (String line : found.lines("gpuKernel " + address)) {
            String[] pair = line.split(":\\s*", 2);
            if (pair.length == 2) {
                kernel.put(pair[0].strip(), pair[1].strip());
            }
        }
        String id = raw.getOrDefault("device", "").replace("0x", "");
        String driver = raw.getOrDefault("driver", "");
        Map<String, @Nullable Object> device = new LinkedHashMap<>();
        device.put("index", null);
        device.put("model", kernel.getOrDefault("Model", GpuModels.NAMES.getOrDefault(id, "NVIDIA device " + id)));
        device.put("uuid", unlessUnknown(kernel.getOrDefault("GPU UUID", "")));
        device.put("serial", null);
        device.put("memory_mb", null);
        device.put("pci_address", address);
        device.put("pci_id", "10de:" + id);
        device.put("numa_node", Kernel.memoryNode(raw.get("numa_node")));
        device.put("driver", driver.isEmpty() ? null : driver.substring(driver.lastIndexOf('/') + 1));
        device.put("vbios_version", unlessUnknown(kernel.getOrDefault("Video BIOS", "")));
        device.put("mig_mode", null);
        device.put("mig_mode_pending", null);
        return device;
    }

    /** A line of answers to {@link #QUERY}. */
    private static void take(
            List<String> words, Map<String, Map<String, @Nullable Object>> devices, Map<String, @Nullable Object> gpu) {
        if (words.size() != QUERY.size()) {
            return;
        }
        String address = Kernel.pciAddress(words.get(4));
        Map<String, @Nullable Object> device =
                devices.computeIfAbsent(address, any -> new LinkedHashMap<>(Map.of("pci_address", address)));
        device.put("index", Kernel.number(words.get(0)));
        device.put("model", words.get(1));
        device.put("uuid", unlessUnknown(words.get(2)));
        device.put("serial", unlessUnknown(words.get(3)));
        device.put("vbios_version", unlessUnknown(words.get(6)));
        device.put("memory_mb", unlessUnknown(words.get(7)) == null ? null : Kernel.number(words.get(7)));
        device.put("mig_mode", unlessUnknown(words.get(8)));
        device.put("mig_mode_pending", unlessUnknown(words.get(9)));
        gpu.put("driver_version", words.get(5));
    }

    private static Map<String, List<Map<String, String>>> slices(List<String> lines) {
        Map<String, List<Map<String, String>>> slices = new LinkedHashMap<>();
        String gpu = "";
        for (String line : lines) {
            Matcher whole = GPU_LINE.matcher(line);
            Matcher slice = MIG_LINE.matcher(line);
            if (whole.find()) {
                gpu = whole.group(1);
            } else if (slice.find()) {
                slices.computeIfAbsent(gpu, any -> new ArrayList<>())
                        .add(Map.of("profile", slice.group(1), "uuid", slice.group(2)));
            }
        }
        return slices;
    }

    private static @Nullable String unlessUnknown(String value) {
        boolean unknown = value.isEmpty()
                || value.equals("N/A")
                || value.startsWith("[")
                || value.startsWith("??")
                || value.startsWith("GPU-???");
        return unknown ? null : value;
    }
}
