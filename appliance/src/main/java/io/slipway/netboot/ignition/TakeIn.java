package io.slipway.netboot.ignition;

import io.slipway.common.Position;
import io.slipway.common.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Puts contents that Butane keeps beside a config, or writes out in it, into the config as Ignition has them. */
final class TakeIn {

    private final Findings findings;
    private final LocalFiles files;

    TakeIn(Findings findings, LocalFiles files) {
        this.findings = findings;
        this.files = files;
    }

    YamlNode.Mapping all(YamlNode.Mapping mapping) {
        List<YamlNode.Entry> entries = new ArrayList<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            entries.add(new YamlNode.Entry(
                    entry.key(), entry.name().equals("trees") ? entry.value() : inner(entry.value())));
        }
        YamlNode.Mapping inner = new YamlNode.Mapping(entries, mapping.at());
        return keys(contents(resource(inner)));
    }

    private YamlNode inner(YamlNode node) {
        return switch (node) {
            case YamlNode.Mapping mapping -> all(mapping);
            case YamlNode.Sequence list ->
                new YamlNode.Sequence(list.items().stream().map(this::inner).toList(), list.at());
            case YamlNode.Scalar scalar -> scalar;
        };
    }

    private YamlNode.Mapping resource(YamlNode.Mapping mapping) {
        Part part = new Part(mapping);
        if (!part.has("inline") && !part.has("local")) {
            return mapping;
        }
        String key = part.has("inline") ? "inline" : "local";
        if (part.has("source") || (part.has("inline") && part.has("local"))) {
            findings.error(part.at(key), "only one of inline, local and source can be given");
        }
        byte[] contents =
                key.equals("inline") ? DataUrl.bytes(part.text("inline")) : read(part.text("local"), part.at("local"));
        return encoded(Made.without(mapping, "inline", "local"), contents, part.at(key));
    }

    /** Contents that are said to be compressed are so already. */
    static YamlNode.Mapping encoded(YamlNode.Mapping resource, byte[] contents, Position at) {
        boolean compressed = !new Part(resource).text("compression").isEmpty();
        DataUrl url = DataUrl.of(contents, !compressed);
        YamlNode.Mapping with = Made.with(resource, "source", YamlNode.Scalar.of(url.url(), at));
        return compressed ? with : Made.with(with, "compression", YamlNode.Scalar.of(url.compression(), at));
    }

    private YamlNode.Mapping contents(YamlNode.Mapping mapping) {
        Part part = new Part(mapping);
        if (part.text("contentsLocal").isEmpty()) {
            return Made.without(mapping, "contentsLocal");
        }
        if (part.has("contents")) {
            findings.error(part.at("contentsLocal"), "only one of contents and contents_local can be given");
        }
        String text = text(part.text("contentsLocal"), part.at("contentsLocal"));
        return Made.with(
                Made.without(mapping, "contentsLocal"), "contents", YamlNode.Scalar.of(text, part.at("contentsLocal")));
    }

    private YamlNode.Mapping keys(YamlNode.Mapping user) {
        Part part = new Part(user);
        if (!part.has("sshAuthorizedKeysLocal")) {
            return user;
        }
        List<YamlNode> keys = new ArrayList<>(part.items("sshAuthorizedKeys"));
        for (YamlNode file : part.items("sshAuthorizedKeysLocal")) {
            if (file instanceof YamlNode.Scalar name) {
                text(name.text(), name.at())
                        .lines()
                        .filter(line -> !line.isEmpty())
                        .forEach(line -> keys.add(YamlNode.Scalar.of(line, name.at())));
            }
        }
        return Made.with(
                Made.without(user, "sshAuthorizedKeysLocal"),
                "sshAuthorizedKeys",
                new YamlNode.Sequence(keys, part.at("sshAuthorizedKeysLocal")));
    }

    private String text(String name, Position at) {
        return new String(read(name, at), StandardCharsets.UTF_8);
    }

    private byte[] read(String name, Position at) {
        try {
            return files.read(name);
        } catch (IgnitionException e) {
            findings.error(at, e.problem().toString());
            return new byte[0];
        }
    }
}
