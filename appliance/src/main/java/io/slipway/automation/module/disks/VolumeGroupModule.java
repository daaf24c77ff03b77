package io.slipway.automation.module.disks;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Steps;
import io.slipway.automation.module.shell.Words;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code lvg}: volume groups of the logical volume manager. */
final class VolumeGroupModule implements Module {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.+][A-Za-z0-9_.+-]*");

    private static final ModuleSpec SPEC = ModuleSpec.of("lvg", "Makes, grows, shrinks and removes volume groups")
            .options(
                    Option.of("vg", STRING, "The volume group").mandatory(),
                    Option.of("pvs", LIST, "The devices that it is to consist of"),
                    Option.of("pesize", STRING, "The size of an extent, in MiB without a unit")
                            .orElse("4"),
                    Option.of("pv_options", STRING, "Options for pvcreate").orElse(""),
                    Option.of("vg_options", STRING, "Options for vgcreate").orElse(""),
                    Option.of("pvresize", BOOL, "Whether devices that have grown are used to their end")
                            .orElse(false),
                    Option.of("state", STRING, "Whether it is to be there")
                            .oneOf("absent", "present")
                            .orElse("present"),
                    Option.of("force", BOOL, "Whether a group that holds volumes is removed with them")
                            .orElse(false))
            .build();

    private static final String PROBE = """
            command -v vgs >/dev/null 2>&1 || { tell missing 1; exit 0; }
            ask vgs vgs --noheadings -o vg_name,lv_count,vg_extent_size --units b --nosuffix --separator ';'
            ask pvs pvs --noheadings -o pv_name,vg_name,dev_size,pv_size,pe_start --units b --nosuffix --separator ';'
            for _device in "$@"; do
              [ ! -e "$_device" ] || tell "real $_device" "$(readlink -f -- "$_device")"
            done
            exit 0
            """;

    /** A physical volume; sizes in bytes. */
    private record Physical(String group, long deviceSize, long size, long start) {}

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String group = call.string("vg");
        if (!NAME.matcher(group).matches()) {
            throw new ModuleFailure("'" + group + "' cannot be the name of a volume group");
        }
        List<String> devices = call.arguments().strings("pvs");
        boolean present = call.string("state").equals("present");
        if (present && devices.isEmpty()) {
            throw new ModuleFailure("No physical volumes given.");
        }
        Found found = Found.ask(call.node(), Found.script("set -- " + Script.words(devices) + "\n" + PROBE));
        if (found.has("missing")) {
            throw new ModuleFailure(Problem.of("Failed to find required executable \"vgs\" on the node")
                    .hint("install the package lvm2"));
        }
        String[] state = found.lines("vgs").stream()
                .map(line -> line.strip().split(";"))
                .filter(words -> words.length == 3 && words[0].equals(group))
                .findFirst()
                .orElse(new String[0]);
        Steps steps = present ? shape(call, found, state) : removal(call, state);
        if (!steps.isEmpty() && !call.check()) {
            Steps.Done done = steps.on(call.node(), "");
            if (!done.ok()) {
                throw VolumeFailure.of("Changing volume group '" + group + "' failed", done);
            }
        }
        return ModuleResult.changed(!steps.isEmpty());
    }

    private static Steps removal(ModuleCall call, String[] state) {
        if (state.length == 0) {
            return new Steps();
        }
        if (!state[1].equals("0") && !call.flag("force") && !call.check()) {
            throw new ModuleFailure(
                    "Refuse to remove non-empty volume group " + call.string("vg") + " without force=true");
        }
        return new Steps().run("vgremove", "--force", call.string("vg"));
    }

    private static Steps shape(ModuleCall call, Found found, String[] state) {
        String group = call.string("vg");
        List<String> wanted = new ArrayList<>();
        for (String device : call.arguments().strings("pvs")) {
            wanted.add(found.some("real " + device)
                    .orElseThrow(() -> new ModuleFailure("Device " + device + " not found.")));
        }
        Map<String, Physical> known = physical(found);
        for (String device : wanted) {
            Physical other = known.get(device);
            if (other != null && !other.group.isEmpty() && !other.group.equals(group)) {
                throw new ModuleFailure("Device " + device + " is already in " + other.group + " volume group.");
            }
        }
        Steps steps = new Steps();
        if (state.length == 0) {
            prepare(call, steps, wanted);
            List<String> command = new ArrayList<>(List.of("vgcreate"));
            command.addAll(Words.split(call.string("vg_options")));
            command.addAll(List.of("-s", call.string("pesize"), group));
            command.addAll(wanted);
            return steps.run(command);
        }
        List<String> current = known.entrySet().stream()
                .filter(entry -> entry.getValue().group.equals(group))
                .map(Map.Entry::getKey)
                .toList();
        if (call.flag("pvresize")) {
            long extent = Long.parseLong(state[2].strip());
            for (String device : current) {
                Physical one = known.getOrDefault(device, new Physical("", 0, 0, 0));
                if (one.deviceSize - (one.start + one.size) > extent) {
                    steps.run("pvresize", device);
                }
            }
        }
        List<String> added =
                wanted.stream().filter(device -> !current.contains(device)).toList();
        List<String> removed =
                current.stream().filter(device -> !wanted.contains(device)).toList();
        if (!added.isEmpty()) {
            prepare(call, steps, added);
            steps.run(joined(List.of("vgextend", group), added));
        }
        if (!removed.isEmpty()) {
            steps.run(joined(List.of("vgreduce", "--force", group), removed));
        }
        return steps;
    }

    private static void prepare(ModuleCall call, Steps steps, List<String> devices) {
        for (String device : devices) {
            List<String> command = new ArrayList<>(List.of("pvcreate"));
            command.addAll(Words.split(call.string("pv_options")));
            command.addAll(List.of("-f", device));
            steps.run(command);
        }
    }

    private static List<String> joined(List<String> words, List<String> more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(more);
        return all;
    }

    private static Map<String, Physical> physical(Found found) {
        Map<String, Physical> known = new LinkedHashMap<>();
        for (String line : found.lines("pvs")) {
            String[] words = line.strip().split(";", -1);
            if (words.length == 5) {
                known.put(words[0], new Physical(words[1], number(words[2]), number(words[3]), number(words[4])));
            }
        }
        return known;
    }

    private static long number(String text) {
        return text.strip().matches("\\d{1,18}") ? Long.parseLong(text.strip()) : 0;
    }
}
