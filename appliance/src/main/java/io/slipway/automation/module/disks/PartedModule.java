package io.slipway.automation.module.disks;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.disks.PartitionTable.Partition;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code parted}: partitions of disks. A table is read anew after each change, because parted rounds what it is told. */
final class PartedModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("parted", "Makes, changes and removes partitions")
            .options(
                    Option.of("device", STRING, "The disk, or a file that holds one")
                            .mandatory(),
                    Option.of("number", INT, "The partition"),
                    Option.of("state", STRING, "Whether it is to be there; info only tells what is")
                            .oneOf("absent", "present", "info")
                            .orElse("info"),
                    Option.of("label", STRING, "The kind of partition table; another kind is overwritten")
                            .oneOf("aix", "amiga", "bsd", "dvh", "gpt", "loop", "mac", "msdos", "pc98", "sun")
                            .orElse("msdos"),
                    Option.of("part_type", STRING, "The kind of a new partition, for msdos and dvh")
                            .oneOf("extended", "logical", "primary")
                            .orElse("primary"),
                    Option.of("part_start", STRING, "Where a new partition starts, with a unit")
                            .orElse("0%"),
                    Option.of("part_end", STRING, "Where it ends, with a unit").orElse("100%"),
                    Option.of("fs_type", STRING, "The kind of file system that a new partition is for"),
                    Option.of("name", STRING, "The partition's name, for gpt, mac and pc98"),
                    Option.of("flags", LIST, "The flags that it is to have; others are taken away"),
                    Option.of("resize", BOOL, "Whether a partition that is there is given the end part_end")
                            .orElse(false),
                    Option.of("align", STRING, "Alignment of new partitions")
                            .oneOf("cylinder", "minimal", "none", "optimal", "undefined")
                            .orElse("optimal"),
                    Option.of("unit", STRING, "The unit of what is returned, and of what is given without one")
                            .oneOf(DiskSize.UNITS.toArray(String[]::new))
                            .orElse("KiB"))
            .neededIf("state", "present", "number")
            .neededIf("state", "absent", "number")
            .differs("check mode says of a partition that is absent already that nothing would change")
            .build();

    private static final String READ = """
            if ! command -v parted >/dev/null 2>&1; then tell missing 1; exit 0; fi
            printf 'table\\000'
            _e=$(parted -s -m "$_device" -- unit "$_unit" print 2>&1 >&3 </dev/null; _s=$?; echo .; exit $_s)
            _rc=$?
            printf '\\000'
            tell rc "$_rc"
            tell err "${_e%.}"
            exit 0
            """;

    private static final String CHANGE = """
            _e=$(parted -s -m $_align "$_device" -- "$@" 2>&1 </dev/null; _s=$?; echo .; exit $_s) ||
              { tell failed $?; tell err "${_e%.}"; exit 0; }
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        if (a.has("number") && a.number("number") < 1) {
            throw new ModuleFailure("The partition number must be greater then 0.");
        }
        boundary(a, "part_start");
        boundary(a, "part_end");
        PartitionTable before = table(call, Found.ask(call.node(), script(call, READ, List.of())));
        return switch (a.string("state")) {
            case "present" -> present(call, before);
            case "absent" -> absent(call, before);
            default -> result(false, before, "unit '" + a.string("unit") + "' print");
        };
    }

    private static void boundary(Arguments a, String option) {
        DiskSize size = DiskSize.parse(a.string(option));
        if (!DiskSize.UNITS.contains(size.unit())) {
            throw new ModuleFailure("The argument '" + option
                            + "' doesn't respect required format.The size unit is case sensitive.")
                    .with("err", List.of(size.value(), size.unit()));
        }
    }

    private static ModuleResult absent(ModuleCall call, PartitionTable before) {
        long number = call.arguments().number("number");
        if (before.partition(number).isEmpty()) {
            return result(false, before, "");
        }
        PartedScript script = new PartedScript().add("rm", Long.toString(number));
        return result(true, change(call, script, before), script.shown());
    }

    private static ModuleResult present(ModuleCall call, PartitionTable before) {
        Arguments a = call.arguments();
        PartedScript shape = shape(a, before);
        PartitionTable table = shape.isEmpty() ? before : change(call, shape, before);
        Optional<Partition> partition =
                call.check() && !shape.isEmpty() ? Optional.empty() : table.partition(a.number("number"));
        if (partition.isEmpty() && !call.check()) {
            return result(!shape.isEmpty(), table, shape.shown());
        }
        PartedScript details = details(a, partition);
        PartitionTable after = details.isEmpty() ? table : change(call, details, table);
        String shown = (shape.shown() + " " + details.shown()).strip();
        return result(!shape.isEmpty() || !details.isEmpty(), after, shown);
    }

    /** A table and a partition of the right size. */
    private static PartedScript shape(Arguments a, PartitionTable before) {
        long number = a.number("number");
        PartedScript script = new PartedScript();
        boolean relabel = !before.label().equals(a.string("label"));
        Optional<Partition> there = before.partition(number);
        if (relabel) {
            script.add("mklabel", a.string("label"));
        }
        if (relabel || there.isEmpty()) {
            script.add("mkpart", a.string("part_type"));
            a.text("fs_type").ifPresent(type -> script.add(PartedScript.plain("fs_type", type)));
            script.add(a.string("part_start"), a.string("part_end"));
        }
        script.inUnit(a.string("unit"));
        if (a.flag("resize") && there.isPresent()) {
            DiskSize end = DiskSize.parse(a.string("part_end"));
            if (end.unit().equals("%") && before.size().value() instanceof Double whole) {
                double part = end.value() instanceof Double percent ? percent : 100;
                end = new DiskSize((double) (long) (whole.longValue() * part / 100), a.string("unit"));
            }
            if (there.get().end().in(a.string("unit")).bytes() != end.bytes()) {
                script.add("resizepart", Long.toString(number), a.string("part_end"));
            }
        }
        return script;
    }

    /** Name and flags. */
    private static PartedScript details(Arguments a, Optional<Partition> partition) {
        String number = Long.toString(a.number("number"));
        PartedScript script = new PartedScript();
        Optional<String> oldName = partition.map(Partition::name);
        a.text("name")
                .filter(name -> !oldName.equals(Optional.of(name)))
                .ifPresent(name -> script.add("name", number).quoted(name));
        List<String> wanted = new ArrayList<>(a.strings("flags"));
        if (!wanted.isEmpty()) {
            if (wanted.contains("esp") && !wanted.contains("boot")) {
                wanted.add("boot");
            }
            List<String> old = partition.map(Partition::flags).orElse(List.of());
            wanted.stream()
                    .filter(flag -> !old.contains(flag))
                    .forEach(flag -> script.add("set", number, PartedScript.plain("flags", flag), "on"));
            old.stream().filter(flag -> !wanted.contains(flag)).forEach(flag -> script.add("set", number, flag, "off"));
        }
        script.inUnit(a.string("unit"));
        return script;
    }

    /** Does it, unless this is a check, and reads what there is then. */
    private static PartitionTable change(ModuleCall call, PartedScript script, PartitionTable before) {
        if (call.check()) {
            return before;
        }
        Found found = Found.ask(call.node(), script(call, CHANGE + READ, script.words()));
        if (found.has("failed")) {
            throw failure(
                    "Error while running parted script: parted -s -m " + align(call) + " " + call.string("device")
                            + " -- " + script.shown(),
                    found,
                    found.number("failed"));
        }
        return table(call, found);
    }

    private static Script script(ModuleCall call, String text, List<String> words) {
        String device = call.string("device");
        return Found.script("exec 3>&1\nset -- " + Script.words(words) + "\n" + text)
                .set("_device", device.startsWith("-") ? "./" + device : device)
                .set("_unit", call.string("unit"))
                .set("_align", align(call));
    }

    private static String align(ModuleCall call) {
        String align = call.string("align");
        return align.equals("undefined") ? "" : "-a " + align;
    }

    private static PartitionTable table(ModuleCall call, Found found) {
        if (found.has("missing")) {
            throw new ModuleFailure(Problem.of("Failed to find required executable \"parted\" on the node")
                    .hint("install the package parted"));
        }
        if (found.number("rc") != 0 && !found.text("err").contains("unrecognised disk label")) {
            throw failure(
                    "Error while getting device information with parted script: 'parted -s -m " + call.string("device")
                            + " -- unit '" + call.string("unit") + "' print'",
                    found,
                    found.number("rc"));
        }
        return PartitionTable.parse(found.text("table"));
    }

    private static ModuleFailure failure(String message, Found found, long rc) {
        return new ModuleFailure(Problem.of(message).because(found.text("err").strip()))
                .with("rc", rc)
                .with("out", found.text("table"))
                .with("err", found.texts().getOrDefault("err", ""));
    }

    private static ModuleResult result(boolean changed, PartitionTable table, String script) {
        return ModuleResult.changed(changed)
                .with("disk", table.disk())
                .with(
                        "partitions",
                        table.partitions().stream().map(Partition::facts).toList())
                .with("script", script);
    }
}
