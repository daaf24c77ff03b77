package io.slipway.automation.module.disks;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Steps;
import io.slipway.automation.module.shell.Words;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code lvol}: logical volumes, thin pools and snapshots. */
final class LogicalVolumeModule implements Module {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.+/][A-Za-z0-9_.+/-]*");

    private static final ModuleSpec SPEC = ModuleSpec.of("lvol", "Makes, resizes and removes logical volumes")
            .options(
                    Option.of("vg", STRING, "The volume group").mandatory(),
                    Option.of("lv", STRING, "The logical volume"),
                    Option.of(
                            "size",
                            STRING,
                            "In MiB or with a unit, or a percentage of VG, PVS or FREE; + and - change it by that much"),
                    Option.of("state", STRING, "Whether it is to be there")
                            .oneOf("absent", "present")
                            .orElse("present"),
                    Option.of("active", BOOL, "Whether it can be used").orElse(true),
                    Option.of("force", BOOL, "Whether it may shrink or be removed")
                            .orElse(false),
                    Option.of("shrink", BOOL, "Whether one that is too large is made smaller")
                            .orElse(true),
                    Option.of("resizefs", BOOL, "Whether its file system is resized with it")
                            .orElse(false),
                    Option.of("opts", STRING, "Options for lvcreate"),
                    Option.of("snapshot", STRING, "The name of a snapshot of it"),
                    Option.of("pvs", STRING, "The devices that it is to lie on, with commas between them"),
                    Option.of("thinpool", STRING, "The thin pool that it is part of, or that is made without lv"))
            .oneNeeded("lv", "thinpool")
            .build();

    private static final String PROBE = """
            command -v lvs >/dev/null 2>&1 || { tell missing lvs; exit 0; }
            LVM_SUPPRESS_FD_WARNINGS=1
            export LVM_SUPPRESS_FD_WARNINGS
            if _e=$(vgs "$_vg" 2>&1 >/dev/null </dev/null; _s=$?; printf .; exit $_s); then
              ask vg vgs --noheadings --nosuffix -o vg_name,size,free,vg_extent_size --units "$_unit" --separator ';' "$_vg"
              ask lvs lvs -a --noheadings --nosuffix -o lv_name,size,lv_attr --units "$_unit" --separator ';' "$_vg"
            else tell failed $?; tell err "${_e%.}"
            fi
            exit 0
            """;

    /** A volume that is there; the size is in the unit that was asked for. */
    private record Volume(String name, double size, String attributes) {

        boolean is(char kind) {
            return attributes.charAt(0) == kind;
        }

        boolean active() {
            return attributes.charAt(4) == 'a';
        }
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        for (String option : List.of("vg", "lv", "snapshot", "thinpool")) {
            a.text(option).filter(name -> !NAME.matcher(name).matches()).ifPresent(name -> {
                throw new ModuleFailure("'" + name + "' cannot be the name of a volume (" + option + ")");
            });
        }
        Optional<VolumeSize> size =
                a.text("size").filter(text -> !text.isEmpty()).map(VolumeSize::parse);
        Found found = Found.ask(
                call.node(), Found.constant(PROBE).set("_vg", a.string("vg")).set("_unit", VolumeSize.askedIn(size)));
        if (found.has("missing")) {
            throw new ModuleFailure(Problem.of("Failed to find required executable \"lvs\" on the node")
                    .hint("install the package lvm2"));
        }
        boolean present = a.string("state").equals("present");
        if (found.has("failed")) {
            String missing = "Volume group " + a.string("vg") + " does not exist.";
            if (!present) {
                return ModuleResult.unchanged().with("stdout", missing);
            }
            throw new ModuleFailure(missing)
                    .with("rc", found.number("failed"))
                    .with("err", found.texts().getOrDefault("err", ""));
        }
        List<Volume> volumes = volumes(found);
        String wanted = wanted(a, volumes);
        String bare = wanted.substring(wanted.lastIndexOf('/') + 1);
        Optional<Volume> there = volumes.stream()
                .filter(one -> one.name.equals(wanted) || one.name.equals(bare))
                .findFirst();
        if (there.isEmpty()) {
            return present
                    ? create(call, size, volumes)
                    : ModuleResult.unchanged().with("msg", "");
        }
        return present ? keep(call, size, there.get(), found) : remove(call, there.get());
    }

    private static List<Volume> volumes(Found found) {
        List<Volume> volumes = new ArrayList<>();
        for (String line : found.lines("lvs")) {
            String[] words = line.strip().split(";");
            if (words.length >= 3 && words[2].length() > 4) {
                volumes.add(new Volume(words[0].replaceAll("[\\[\\]]", ""), Double.parseDouble(words[1]), words[2]));
            }
        }
        return volumes;
    }

    /** The name of what the task is about. */
    private static String wanted(Arguments a, List<Volume> volumes) {
        Optional<String> volume = a.text("lv");
        Optional<String> pool = a.text("thinpool");
        if (a.has("snapshot")) {
            Volume origin = volumes.stream()
                    .filter(one -> Optional.of(one.name).equals(volume)
                            || Optional.of(one.name).equals(pool))
                    .findFirst()
                    .orElseThrow(() -> new ModuleFailure("Snapshot origin LV " + volume.orElse("None")
                            + " does not exist in volume group " + a.string("vg") + "."));
            if (origin.is('t') || pool.isPresent()) {
                throw new ModuleFailure("Snapshots of thin pool LVs are not supported.");
            }
            return a.string("snapshot");
        }
        if (pool.isPresent() && volume.isPresent()) {
            if (volumes.stream().noneMatch(one -> one.name.equals(pool.get()))) {
                throw new ModuleFailure(
                        "Thin pool LV " + pool.get() + " does not exist in volume group " + a.string("vg") + ".");
            }
        }
        return volume.or(() -> pool).orElseThrow();
    }

    private static ModuleResult create(ModuleCall call, Optional<VolumeSize> size, List<Volume> volumes) {
        Arguments a = call.arguments();
        String group = a.string("vg");
        size.filter(s -> s.operator().equals("-") || (s.operator().equals("+") && !s.isPercentage()))
                .ifPresent(s -> {
                    throw new ModuleFailure(
                            "Bad size specification of '" + s.operator() + s.amount() + "' for creating LV");
                });
        boolean thinOrigin = a.has("snapshot")
                && volumes.stream()
                        .anyMatch(one -> one.is('V') && Optional.of(one.name).equals(a.text("lv")));
        if (size.isEmpty() && !thinOrigin) {
            throw new ModuleFailure("No size given.");
        }
        List<String> options = Words.split(a.text("opts").orElse(""));
        List<String> command = new ArrayList<>(List.of("lvcreate", "--yes"));
        if (a.has("snapshot")) {
            size.ifPresent(s -> command.addAll(List.of(s.option(), s.amount())));
            command.addAll(List.of("-s", "-n", a.string("snapshot")));
            command.addAll(options);
            command.add(group + "/" + a.string("lv"));
        } else if (a.has("thinpool")) {
            VolumeSize s = size.orElseThrow();
            if (a.has("lv")) {
                if (s.isPercentage()) {
                    throw new ModuleFailure("Thin volume sizing with percentage not supported.");
                }
                command.addAll(List.of("-n", a.string("lv"), "-V", s.amount()));
            } else {
                command.addAll(List.of(s.option(), s.amount()));
            }
            command.addAll(options);
            command.addAll(List.of("-T", group + "/" + a.string("thinpool")));
        } else {
            VolumeSize s = size.orElseThrow();
            command.addAll(List.of("-n", a.string("lv"), s.option(), s.amount()));
            command.addAll(options);
            command.add(group);
            command.addAll(devices(a));
        }
        Steps.Done done = act(call, command);
        if (!done.ok()) {
            throw VolumeFailure.of("Creating logical volume '" + a.text("lv").orElse("None") + "' failed", done);
        }
        return ModuleResult.changed(true).with("msg", "");
    }

    private static ModuleResult remove(ModuleCall call, Volume volume) {
        if (!call.flag("force")) {
            throw new ModuleFailure("Sorry, no removal of logical volume " + volume.name + " without force=true.");
        }
        Steps.Done done = act(call, List.of("lvremove", "--force", call.string("vg") + "/" + volume.name));
        if (!done.ok()) {
            throw VolumeFailure.of("Failed to remove logical volume " + volume.name, done);
        }
        return ModuleResult.changed(true);
    }

    private static ModuleResult keep(ModuleCall call, Optional<VolumeSize> size, Volume volume, Found found) {
        Arguments a = call.arguments();
        ModuleResult same = ModuleResult.unchanged()
                .with("vg", a.string("vg"))
                .with("lv", volume.name)
                .with("size", volume.size);
        boolean resized = false;
        Optional<List<String>> tool =
                size.flatMap(s -> s.isPercentage() ? byShare(a, s, volume, found) : bySize(a, s, volume));
        if (tool.isPresent()) {
            VolumeSize s = size.orElseThrow();
            List<String> command = new ArrayList<>(tool.get());
            if (a.flag("resizefs")) {
                command.add("--resizefs");
            }
            command.addAll(List.of(s.option(), s.operator() + s.amount(), a.string("vg") + "/" + volume.name));
            command.addAll(devices(a));
            Steps.Done done = act(call, command);
            if (done.err().contains("matches existing size") && !done.ok()) {
                return same;
            }
            if (done.err().contains("not larger than existing size") && !done.ok()) {
                return same.with("msg", "Original size is larger than requested size")
                        .with("err", done.err());
            }
            if (!done.ok() || done.out().contains("Reached maximum COW size")) {
                throw VolumeFailure.of("Unable to resize " + volume.name + " to " + s.amount(), done);
            }
            resized = true;
        }
        boolean active = a.flag("active");
        boolean switched = active != volume.active();
        if (switched && !call.check()) {
            Steps.Done done =
                    act(call, List.of("lvchange", active ? "-ay" : "-an", a.string("vg") + "/" + volume.name));
            if (!done.ok()) {
                throw VolumeFailure.of(
                        "Failed to " + (active ? "activate" : "deactivate") + " logical volume " + volume.name, done);
            }
        }
        return ModuleResult.changed(resized || switched).withAll(same.values());
    }

    /** The tool for a percentage; nothing if that is what there is. */
    private static Optional<List<String>> byShare(Arguments a, VolumeSize size, Volume volume, Found found) {
        String[] group = found.text("vg").strip().split(";");
        double free = Double.parseDouble(group[2]);
        double extent = Double.parseDouble(group[3]);
        double whole = size.whole().equals("FREE") ? free : Double.parseDouble(group[1]);
        double wanted = size.value() * whole / 100;
        if (size.operator().equals("+")) {
            wanted += volume.size;
        } else if (size.operator().equals("-")) {
            wanted = volume.size - wanted;
        }
        wanted -= extent > 0 ? wanted % extent : 0;
        if (volume.size < wanted) {
            if (free <= 0 || free < wanted - volume.size) {
                throw new ModuleFailure("Logical Volume " + volume.name
                        + " could not be extended. Not enough free space left (" + (wanted - volume.size)
                        + "m required / " + free + "m available)");
            }
            return Optional.of(List.of("lvextend"));
        }
        if (a.flag("shrink") && volume.size > wanted + extent) {
            return Optional.of(shrink(a, volume, wanted < 1));
        }
        return Optional.empty();
    }

    private static Optional<List<String>> bySize(Arguments a, VolumeSize size, Volume volume) {
        boolean reduces = size.operator().equals("-");
        if ((size.value() > volume.size && !reduces) || size.operator().equals("+")) {
            return Optional.of(List.of("lvextend"));
        }
        if ((a.flag("shrink") && size.value() < volume.size) || reduces) {
            return Optional.of(shrink(a, volume, size.value() == 0));
        }
        return Optional.empty();
    }

    private static List<String> shrink(Arguments a, Volume volume, boolean toNothing) {
        if (toNothing) {
            throw new ModuleFailure("Sorry, no shrinking of " + volume.name + " to 0 permitted.");
        }
        if (!a.flag("force")) {
            throw new ModuleFailure("Sorry, no shrinking of " + volume.name + " without force=true.");
        }
        return List.of("lvreduce", "--force");
    }

    private static List<String> devices(Arguments a) {
        return Words.split(a.text("pvs").orElse("").replace(',', ' '));
    }

    /** In check mode the tools only try. */
    private static Steps.Done act(ModuleCall call, List<String> command) {
        List<String> words = new ArrayList<>(command);
        if (call.check()) {
            words.add(1, "--test");
        }
        return new Steps().run(words).on(call.node(), "");
    }
}
