package io.slipway.netboot.ignition;

import io.slipway.common.Position;
import io.slipway.common.ProblemException;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Makes Ignition configs of Butane's: variant {@code fcos} 1.5 and 1.6, {@code flatcar} 1.1.
 *
 * @see <a href="https://coreos.github.io/butane/specs/">its specifications</a>
 */
public final class Butane {

    /** Variant and version → the minor version of Ignition's spec 3. */
    private static final Map<String, Integer> KNOWN = Map.of("fcos 1.5.0", 4, "fcos 1.6.0", 5, "flatcar 1.1.0", 4);

    private static final Pattern MOUNTABLE = Pattern.compile("/(?:etc|var)(?:/.*)?", Pattern.DOTALL);
    private static final String BOOT_DISK = "/dev/disk/by-id/coreos-boot-disk";
    private static final int FIRST_WITH_RULES_FOR_PATHS = 5;

    private final Findings findings = new Findings();
    private final LocalFiles files;

    private Butane(LocalFiles files) {
        this.files = files;
    }

    /**
     * @param source what to name in positions
     * @param files where the files that it names lie
     */
    public static Transpiled transpile(String source, String text, LocalFiles files) {
        try {
            return new Butane(files).transpile(YamlReader.read(source, text));
        } catch (ProblemException e) {
            YamlNode nothing = Made.mapping(new Position(source, 1, 1));
            return new Transpiled(nothing, new Report(e.problems(), List.of()));
        }
    }

    private Transpiled transpile(YamlNode config) {
        Part head = new Part(config instanceof YamlNode.Mapping mapping ? mapping : Made.mapping(config.at()));
        String name = head.text("variant") + " " + head.text("version");
        if (!KNOWN.containsKey(name)) {
            findings.error(
                    head.at(head.text("variant").isEmpty() ? "variant" : "version"),
                    "the variant '" + head.text("variant") + "' in version '" + head.text("version") + "' is not known",
                    "known are "
                            + String.join(", ", KNOWN.keySet().stream().sorted().toList()));
            return new Transpiled(config, findings.report());
        }
        int minor = KNOWN.get(name);
        boolean fcos = head.text("variant").equals("fcos");
        Shape.Fields shape = ButaneSchema.of(fcos);
        YamlNode.Mapping root = new Conform(findings, minor, true).root(config, shape);
        YamlNode made = ignition(root, minor, fcos);
        ValidateIgnition.check(made, findings);
        return new Transpiled(made, findings.report());
    }

    private YamlNode ignition(YamlNode.Mapping root, int minor, boolean fcos) {
        Part part = new Part(root);
        rules(part, minor, fcos);
        nested(part.part("ignition").part("config"));
        YamlNode.Mapping made = Made.mapping(
                root.at(),
                "storage",
                BootDevice.storage(part.part("bootDevice"), findings),
                "systemd",
                Made.mapping(root.at(), "units", MountUnits.of(part.part("storage"), findings)));
        YamlNode.Mapping written =
                new TakeIn(findings, files).all(Made.without(root, "variant", "version", "bootDevice", "grub"));
        if (new Part(written).has("storage")) {
            written = Made.with(
                    written,
                    "storage",
                    Trees.takeIn(new Part(written).part("storage").mapping(), files, findings));
        }
        YamlNode.Mapping ignition = Made.with(
                new Part(written).part("ignition").mapping(),
                "version",
                YamlNode.Scalar.of("3." + minor + ".0", part.at("version")));
        YamlNode merged = Made.merge(made, Made.with(written, "ignition", ignition), Schema.ROOT);
        return Tidy.tidied(merged);
    }

    private void rules(Part root, int minor, boolean fcos) {
        Part storage = root.part("storage");
        Modes.check(storage, findings);
        if (root.has("grub")) {
            findings.error(root.at("grub"), "'grub' is not supported here");
        }
        if (!fcos) {
            for (Part luks : storage.parts("luks")) {
                if (!luks.part("clevis").mapping().entries().isEmpty()) {
                    findings.error(luks.at("clevis"), "'clevis' is not supported by flatcar");
                }
            }
        }
        if (fcos && minor >= FIRST_WITH_RULES_FOR_PATHS) {
            mountable(storage);
            reused(storage, root.part("bootDevice").part("mirror").texts("devices"));
        }
    }

    private void mountable(Part storage) {
        for (Part filesystem : storage.parts("filesystems")) {
            if (filesystem.flag("withMountUnit")
                    && filesystem.has("path")
                    && !MOUNTABLE.matcher(filesystem.text("path")).matches()) {
                findings.error(filesystem.at("path"), "only below /etc and /var can a unit mount a file system");
            }
        }
    }

    private void reused(Part storage, List<String> mirrored) {
        for (Part disk : storage.parts("disks")) {
            String device = disk.text("device");
            if (device.equals(BOOT_DISK) || disk.flag("wipeTable") || mirrored.contains(device)) {
                continue;
            }
            for (Part partition : disk.parts("partitions")) {
                if (partition.whole("number").orElse(0) == 0 && partition.has("label")) {
                    findings.warn(partition.at(), "a partition cannot be found by its label here", "give its number");
                }
            }
        }
    }

    /** A config within the config is checked as well. */
    private void nested(Part config) {
        Map<Part, String> inner = new LinkedHashMap<>();
        config.parts("merge").forEach(part -> inner.put(part, part.text("inline")));
        inner.put(config.part("replace"), config.part("replace").text("inline"));
        inner.forEach((part, text) -> {
            if (!text.isEmpty()) {
                ValidateIgnition.json("inline", text)
                        .errors()
                        .forEach(problem -> findings.error(part.at("inline"), problem.toString()));
            }
        });
    }
}
