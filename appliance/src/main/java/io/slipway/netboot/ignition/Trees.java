package io.slipway.netboot.ignition;

import io.slipway.common.Position;
import io.slipway.common.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whole folders of files that a Butane config takes in. Files of a tree may be described further: owner, mode. */
final class Trees {

    private static final long EXECUTABLE = 0755;
    private static final long PLAIN = 0644;

    private final Findings findings;
    private final Map<String, YamlNode.Mapping> files = new LinkedHashMap<>();
    private final Map<String, YamlNode.Mapping> links = new LinkedHashMap<>();
    private final Map<String, YamlNode.Mapping> directories = new LinkedHashMap<>();

    private Trees(Findings findings) {
        this.findings = findings;
    }

    static YamlNode.Mapping takeIn(YamlNode.Mapping storage, LocalFiles local, Findings findings) {
        Part part = new Part(storage);
        if (part.parts("trees").isEmpty()) {
            return Made.without(storage, "trees");
        }
        Trees trees = new Trees(findings);
        part.parts("files").forEach(file -> trees.files.put(file.text("path"), file.mapping()));
        part.parts("links").forEach(link -> trees.links.put(link.text("path"), link.mapping()));
        part.parts("directories").forEach(folder -> trees.directories.put(folder.text("path"), folder.mapping()));
        part.parts("trees").forEach(tree -> trees.tree(tree, local));
        Position at = part.at("trees");
        YamlNode.Mapping with = Made.without(storage, "trees");
        if (!trees.files.isEmpty()) {
            with = Made.with(with, "files", Made.node(List.copyOf(trees.files.values()), at));
        }
        return trees.links.isEmpty()
                ? with
                : Made.with(with, "links", Made.node(List.copyOf(trees.links.values()), at));
    }

    private void tree(Part tree, LocalFiles local) {
        if (tree.text("local").isEmpty()) {
            findings.error(tree.at("local"), "'local' is missing", "name the folder that the tree is");
            return;
        }
        try {
            for (LocalFiles.Found found : local.tree(tree.text("local"))) {
                String path = Paths.clean("/" + tree.text("path") + "/" + found.path());
                if (found.target().isEmpty()) {
                    file(path, found, tree.at());
                } else {
                    link(path, found, tree.at());
                }
            }
        } catch (IgnitionException e) {
            findings.error(tree.at("local"), e.problem().toString());
        }
    }

    private void file(String path, LocalFiles.Found found, Position at) {
        YamlNode.Mapping file = files.getOrDefault(path, Made.mapping(at, "path", path));
        if (links.containsKey(path)
                || directories.containsKey(path)
                || !new Part(file).part("contents").text("source").isEmpty()) {
            exists(path, at);
            return;
        }
        YamlNode.Mapping contents = new Part(file).part("contents").mapping();
        YamlNode.Mapping with = Made.with(file, "contents", TakeIn.encoded(contents, found.contents(), at));
        long mode = found.executable() ? EXECUTABLE : PLAIN;
        files.put(path, new Part(file).has("mode") ? with : Made.with(with, "mode", Made.node(mode, at)));
    }

    private void link(String path, LocalFiles.Found found, Position at) {
        YamlNode.Mapping link = links.getOrDefault(path, Made.mapping(at, "path", path));
        if (files.containsKey(path)
                || directories.containsKey(path)
                || !new Part(link).text("target").isEmpty()) {
            exists(path, at);
            return;
        }
        links.put(path, Made.with(link, "target", YamlNode.Scalar.of(found.target(), at)));
    }

    private void exists(String path, Position at) {
        findings.error(at, "'" + path + "' of this tree is given elsewhere in the config as well");
    }
}
