package io.slipway.netboot.ignition;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules for systemd's units. */
final class Units {

    private static final String FOLDER = "/etc/systemd/system/";
    private static final Set<String> KINDS = Set.of(
            "service",
            "socket",
            "device",
            "mount",
            "automount",
            "swap",
            "target",
            "path",
            "timer",
            "snapshot",
            "slice",
            "scope");
    private static final Pattern INSTANCE = Pattern.compile("(.+?)@(.+?)\\.service");

    private final Findings findings;

    Units(Findings findings) {
        this.findings = findings;
    }

    void check(Part root) {
        Map<String, Part> units = new HashMap<>();
        Set<String> paths = new HashSet<>();
        for (Part unit : root.part("systemd").parts("units")) {
            String name = unit.text("name");
            units.put(name, unit);
            unit(unit, name);
            if (!unit.text("contents").isEmpty()) {
                paths.add(FOLDER + name);
            }
            for (Part dropin : unit.parts("dropins")) {
                dropin(dropin);
                if (!dropin.text("contents").isEmpty()) {
                    paths.add(FOLDER + name + ".d/" + dropin.text("name"));
                }
            }
        }
        units.values().forEach(unit -> instance(unit, units));
        for (String kind : new String[] {"files", "directories", "links"}) {
            for (Part node : root.part("storage").parts(kind)) {
                if (paths.contains(node.text("path"))) {
                    findings.error(
                            node.at("path"),
                            "'" + node.text("path") + "' is a unit or a drop-in of this config as well");
                }
            }
        }
    }

    private void unit(Part unit, String name) {
        if (!KINDS.contains(name.substring(name.lastIndexOf('.') + 1)) || name.indexOf('.') < 0) {
            findings.error(unit.at("name"), "'" + name + "' is not the name of a unit", "as in " + name + ".service");
        }
        UnitText text = UnitText.read(unit.text("contents"));
        unreadable(unit, text);
        if (unit.flag("enabled")
                && !unit.text("contents").isEmpty()
                && text.mistake().isEmpty()
                && !text.hasSettings("Install")) {
            findings.warn(
                    unit.at("contents"),
                    "the unit '" + name + "' is enabled, but has no section [Install]: nothing will start it",
                    "");
        }
    }

    private void dropin(Part dropin) {
        unreadable(dropin, UnitText.read(dropin.text("contents")));
        if (!dropin.text("name").endsWith(".conf")) {
            findings.error(
                    dropin.at("name"), "the name of the drop-in '" + dropin.text("name") + "' must end in .conf");
        }
    }

    private void unreadable(Part part, UnitText text) {
        if (!text.mistake().isEmpty()) {
            findings.error(
                    part.at("contents"), "'" + part.text("name") + "' cannot be read as a unit: " + text.mistake());
        }
    }

    private void instance(Part unit, Map<String, Part> units) {
        Matcher instance = INSTANCE.matcher(unit.text("name"));
        if (!instance.matches() || !unit.flag("enabled")) {
            return;
        }
        String name = instance.group(1) + "@.service";
        Part template = units.get(name);
        if (template == null || template.text("contents").isEmpty()) {
            return;
        }
        UnitText text = UnitText.read(template.text("contents"));
        if (text.mistake().isEmpty() && !text.hasSettings("Install")) {
            findings.warn(
                    unit.at(),
                    "the unit '" + unit.text("name") + "' is enabled, but its template '" + name
                            + "' has no section [Install]",
                    "");
        }
    }
}
