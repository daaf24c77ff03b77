package io.slipway.automation.module.disks;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Steps;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code filesystem}: makes, grows and wipes file systems. */
final class FilesystemModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("filesystem", "Makes a file system on a device")
            .options(
                    Option.of("dev", PATH, "The device, or a file that holds the file system")
                            .alias("device")
                            .mandatory(),
                    Option.of("fstype", STRING, "The kind of file system")
                            .alias("type")
                            .oneOf(FilesystemKind.names()),
                    Option.of("state", STRING, "Whether there is to be one; absent wipes what marks it")
                            .oneOf("present", "absent")
                            .orElse("present"),
                    Option.of("force", BOOL, "Whether to make it over another").orElse(false),
                    Option.of("resizefs", BOOL, "Whether to let it grow to the size of the device")
                            .orElse(false),
                    Option.of("opts", STRING, "Options for mkfs"))
            .neededIf("state", "present", "fstype")
            .build();

    private static final String PROBE = """
            [ -e "$_dev" ] || exit 0
            tell there 1
            command -v blkid >/dev/null 2>&1 || { tell missing blkid; exit 0; }
            ask type blkid -c /dev/null -o value -s TYPE -- "$_dev"
            [ -z "$_maker" ] || command -v "$_maker" >/dev/null 2>&1 || tell missing "$_maker"
            if [ -n "$_resize" ]; then
              if [ -b "$_dev" ]; then ask size blockdev --getsize64 "$_dev"; else tell size "$(stat -L -c %s -- "$_dev")"; fi
              _mount=$(findmnt --mtab --noheadings --output TARGET --source "$_dev" 2>/dev/null | head -n 1)
              tell mount "$_mount"
              case $_resize in
                ext) ask info tune2fs -l "$_dev" ;;
                xfs) ask info xfs_info "${_mount:-$_dev}" ;;
                btrfs) ask info btrfs filesystem usage -b "$_mount" ;;
                lvm) ask info pvs --noheadings -o pv_size --units b --nosuffix "$_dev" ;;
                f2fs) ask info dump.f2fs "$_dev" ;;
                vfat) ask info fatresize --info "$_dev" ;;
              esac
            fi
            exit 0
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall asked) {
        ModuleCall call = NodePath.expanded(asked);
        String device = call.string("dev");
        boolean present = call.string("state").equals("present");
        Optional<FilesystemKind> kind =
                present ? Optional.of(FilesystemKind.named(call.string("fstype"))) : Optional.empty();
        boolean resizes = present && call.flag("resizefs");
        Found found = Found.ask(
                call.node(),
                Found.constant(PROBE)
                        .set("_dev", device.startsWith("-") ? "./" + device : device)
                        .set("_maker", kind.map(k -> k.maker().getFirst()).orElse("wipefs"))
                        .set("_resize", resizes ? kind.orElseThrow().family() : ""));
        if (!found.has("there")) {
            String missing = "Device " + device + " not found.";
            if (present) {
                throw new ModuleFailure(missing);
            }
            return ModuleResult.unchanged().with("msg", missing);
        }
        String type = found.text("type").strip();
        if (kind.isEmpty()) {
            return type.isEmpty()
                    ? ModuleResult.unchanged()
                    : act(call, found, List.of("wipefs", "--all", "--", device));
        }
        boolean same = FilesystemKind.same(type, kind.get());
        if (same && resizes) {
            return grow(call, found, kind.get());
        }
        if (same && !call.flag("force")) {
            return ModuleResult.unchanged();
        }
        if (!type.isEmpty() && !call.flag("force")) {
            throw new ModuleFailure("'" + device + "' is already used as " + type + ", use force=true to overwrite")
                    .with("rc", 0)
                    .with("err", "");
        }
        List<String> command = new ArrayList<>(kind.get().maker());
        call.arguments()
                .text("opts")
                .ifPresent(opts -> command.addAll(
                        opts.isBlank() ? List.of() : List.of(opts.strip().split("\\s+"))));
        command.add(device.startsWith("-") ? "./" + device : device);
        return act(call, found, command);
    }

    private static ModuleResult grow(ModuleCall call, Found found, FilesystemKind kind) {
        String device = call.string("dev");
        if (kind.grower().isEmpty()) {
            throw new ModuleFailure("module does not support resizing " + call.string("fstype") + " filesystem yet.");
        }
        String label = FilesystemKind.label(call.string("fstype"));
        String mount = found.text("mount");
        long size = kind.size(found.text("info"))
                .orElseThrow(() -> new ModuleFailure("cannot tell how large the file system on " + device + " is: "
                        + "its tools are missing or say what isn't understood"));
        if (size >= found.number("size")) {
            return ModuleResult.unchanged().with("msg", label + " filesystem is using the whole device " + device);
        }
        if (call.check()) {
            return ModuleResult.changed(true).with("msg", "resizing filesystem " + label + " on device " + device);
        }
        if (kind.growsMounted() && mount.isEmpty()) {
            throw new ModuleFailure(device + " needs to be mounted for " + label + " operations");
        }
        List<String> command = new ArrayList<>(kind.grower());
        command.add(kind.growsMounted() ? mount : device);
        return act(call, found, command);
    }

    private static ModuleResult act(ModuleCall call, Found found, List<String> command) {
        if (found.has("missing")) {
            String tool = found.text("missing");
            throw new ModuleFailure(Problem.of("Failed to find required executable \"" + tool + "\" on the node")
                    .hint("install the package that has it: " + FilesystemKind.packageOf(tool)));
        }
        if (call.check()) {
            return ModuleResult.changed(true);
        }
        String said = new Steps().run(command).on(call.node(), "").orFail().out();
        return call.flag("resizefs") ? ModuleResult.changed(true).with("msg", said) : ModuleResult.changed(true);
    }
}
