package io.slipway.automation.module.facts;

import java.util.Map;

/** The names of data centre GPUs by PCI device id (the PCI ID database), for nodes whose driver isn't there yet. */
final class GpuModels {

    static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("15f9", "Tesla P100 SXM2 16GB"),
            Map.entry("1db1", "Tesla V100 SXM2 16GB"),
            Map.entry("1db5", "Tesla V100 SXM2 32GB"),
            Map.entry("1db8", "Tesla V100 SXM3 32GB"),
            Map.entry("1eb8", "Tesla T4"),
            Map.entry("20b0", "A100 SXM4 40GB"),
            Map.entry("20b2", "A100 SXM4 80GB"),
            Map.entry("20b5", "A100 PCIe 80GB"),
            Map.entry("20f1", "A100 PCIe 40GB"),
            Map.entry("20b7", "A30 PCIe"),
            Map.entry("2235", "A40"),
            Map.entry("2236", "A10"),
            Map.entry("26b5", "L40"),
            Map.entry("26b9", "L40S"),
            Map.entry("27b8", "L4"),
            Map.entry("2321", "H100 NVL"),
            Map.entry("2330", "H100 SXM5 80GB"),
            Map.entry("2331", "H100 PCIe"),
            Map.entry("2335", "H200 SXM 141GB"),
            Map.entry("233b", "H200 NVL"),
            Map.entry("2342", "GH200 480GB"),
            Map.entry("2901", "B200"),
            Map.entry("2941", "GB200"));

    private GpuModels() {}
}
