package io.slipway.netboot.ignition;

import java.util.OptionalLong;

/** The rules for files, directories and links. */
final class Nodes {

    private static final int PERMISSIONS = 0777;
    private static final int ALL_BITS = 07777;
    private static final int LINKS_NEED_TARGETS = 3;

    private final Findings findings;
    private final int minor;
    private final Resources resources;

    Nodes(Findings findings, int minor, Resources resources) {
        this.findings = findings;
        this.minor = minor;
        this.resources = resources;
    }

    void check(Part storage) {
        for (Part directory : storage.parts("directories")) {
            node(directory);
            mode(directory);
            behindLink(storage, directory, "directory");
        }
        for (Part file : storage.parts("files")) {
            node(file);
            mode(file);
            behindLink(storage, file, "file");
            resources.check(file.part("contents"), false);
            file.parts("append").forEach(more -> resources.check(more, false));
            if (file.flag("overwrite") && !file.part("contents").has("source")) {
                findings.error(
                        file.at("overwrite"),
                        "'" + file.text("path") + "' is to be overwritten, but with what is not said",
                        "give contents with a source, be it 'data:,'");
            }
        }
        for (Part link : storage.parts("links")) {
            node(link);
            behindLink(storage, link, "link");
            target(storage, link);
        }
    }

    private void node(Part node) {
        Paths.check(node, "path", findings);
        for (String owner : new String[] {"user", "group"}) {
            if (node.part(owner).has("id") && !node.part(owner).text("name").isEmpty()) {
                findings.error(node.at(owner), "the " + owner + " has both an id and a name", "keep one of them");
            }
        }
    }

    private void mode(Part node) {
        OptionalLong mode = node.whole("mode");
        if (mode.isEmpty()) {
            return;
        }
        long bits = mode.getAsLong();
        if (bits < 0 || bits > ALL_BITS) {
            findings.error(
                    node.at("mode"), "the mode " + bits + " is none", "JSON has no octal numbers: 0644 is written 420");
        } else if ((bits & ~PERMISSIONS) != 0) {
            findings.warn(node.at("mode"), "setuid, setgid and sticky bits are ignored before Ignition 3.6.0", "");
        }
    }

    private void behindLink(Part storage, Part node, String kind) {
        for (Part link : storage.parts("links")) {
            if (node.text("path").startsWith(link.text("path") + "/")) {
                findings.error(
                        node.at(),
                        "the " + kind + " '" + node.text("path") + "' lies behind the link '" + link.text("path")
                                + "' of this config",
                        "name the place that the link leads to");
            }
        }
    }

    private void target(Part storage, Part link) {
        String target = link.text("target");
        if (target.isEmpty() && minor >= LINKS_NEED_TARGETS) {
            findings.error(link.at("target"), "the link '" + link.text("path") + "' leads nowhere", "name its target");
            return;
        }
        if (!link.flag("hard")) {
            return;
        }
        String path = Paths.clean(target.startsWith("/") ? target : link.text("path") + "/" + target);
        if (storage.parts("directories").stream()
                .anyMatch(directory -> directory.text("path").equals(path))) {
            findings.error(link.at(), "the hard link '" + link.text("path") + "' leads to a directory");
        }
        for (String owner : new String[] {"user", "group"}) {
            for (String key : new String[] {"id", "name"}) {
                if (link.part(owner).has(key)) {
                    findings.warn(
                            link.part(owner).at(key), "the " + owner + " of a hard link is that of its target", "");
                }
            }
        }
    }
}
