package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The management controller. Its interfaces are read from the firmware's tables; the controller itself, which answers in seconds, is
 * asked through {@code ipmitool} only when {@code gather_subset} names {@code bmc}.
 */
final class BmcFacts implements Collector {

    @Override
    public String name() {
        return "bmc";
    }

    @Override
    public Set<String> aliases() {
        return Set.of();
    }

    @Override
    public String script() {
        return Kernel.WITHIN + """
                for _device in /dev/ipmi0 /dev/ipmi/0 /dev/ipmidev/0; do
                  if [ -e "$_device" ]; then tell bmcDevice "$_device"; break; fi
                done
                for _kind in 38 42; do
                  for _entry in "/sys/firmware/dmi/entries/$_kind-"*/raw; do
                    [ ! -r "$_entry" ] || tell "bmcTable $_kind ${_entry%/raw}" "$(od -An -v -tx1 <"$_entry" | tr -d ' \\n')"
                  done
                done
                case $_named in *" bmc "*)
                  if command -v ipmitool >/dev/null 2>&1; then
                    ask bmcController _within ipmitool mc info
                    ask bmcLan _within ipmitool lan print
                  fi ;;
                esac
                """;
    }

    @Override
    public Map<String, @Nullable Object> facts(Found found) {
        Map<String, @Nullable Object> bmc = new LinkedHashMap<>();
        List<String> tables = found.texts().keySet().stream()
                .filter(key -> key.startsWith("bmcTable "))
                .toList();
        bmc.put("present", found.has("bmcDevice") || !tables.isEmpty());
        bmc.put("device", found.some("bmcDevice").orElse(null));
        tables.stream()
                .filter(key -> key.startsWith("bmcTable 38 "))
                .findFirst()
                .ifPresent(key -> bmc.putAll(BmcTables.ipmi(found.text(key))));
        tables.stream()
                .filter(key -> key.startsWith("bmcTable 42 "))
                .map(key -> BmcTables.redfish(found.text(key)))
                .filter(table -> !table.isEmpty())
                .findFirst()
                .ifPresent(table -> bmc.put("redfish", table));
        Map<String, String> lan = answers(found.text("bmcLan"));
        put(bmc, "address", lan, "IP Address");
        put(bmc, "address_source", lan, "IP Address Source");
        put(bmc, "netmask", lan, "Subnet Mask");
        put(bmc, "gateway", lan, "Default Gateway IP");
        put(bmc, "macaddress", lan, "MAC Address");
        put(bmc, "vlan", lan, "802.1q VLAN ID");
        Map<String, String> controller = answers(found.text("bmcController"));
        put(bmc, "firmware", controller, "Firmware Revision");
        put(bmc, "manufacturer", controller, "Manufacturer Name");
        put(bmc, "product", controller, "Product Name");
        return Map.of("bmc", bmc);
    }

    private static void put(Map<String, @Nullable Object> bmc, String name, Map<String, String> answers, String label) {
        String answer = answers.getOrDefault(label, "");
        if (!answer.isEmpty()) {
            bmc.put(name, answer);
        }
    }

    /** Lines of {@code Label   : value}. */
    private static Map<String, String> answers(String text) {
        Map<String, String> answers = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith(" ")) {
                answers.putIfAbsent(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        });
        return answers;
    }
}
