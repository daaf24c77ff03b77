package io.slipway.automation.module.config;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.EditFile;
import io.slipway.automation.module.files.EditFile.Edited;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Keeps host keys in a {@code known_hosts} file. The node needs no ssh for it. */
final class KnownHostsModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("known_hosts", "Keeps host keys that ssh trusts")
            .options(
                    Option.of("name", STRING, "The host").alias("host").mandatory(),
                    Option.of("key", STRING, "The line to keep: host, type and key"),
                    Option.of("path", PATH, "The file").orElse("~/.ssh/known_hosts"),
                    Option.of("hash_host", BOOL, "Whether the host's name is hashed")
                            .orElse(false),
                    Option.of("state", STRING, "Whether the key is to be there")
                            .oneOf("absent", "present")
                            .orElse("present"))
            .build();

    private final RandomGenerator random;

    KnownHostsModule(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        String host = a.string("name").toLowerCase(Locale.ROOT);
        boolean present = a.string("state").equals("present");
        Optional<String> given = a.text("key").filter(key -> !key.isBlank());
        if (present && given.isEmpty()) {
            throw new ModuleFailure("No key specified when adding a host");
        }
        Optional<KnownHost> key = given.map(line -> wanted(line, host));
        Optional<String> line = given.map(text -> a.flag("hash_host") ? KnownHost.hashed(text, host, random) : text)
                .map(text -> text.endsWith("\n") ? text : text + "\n");
        ModuleResult result = EditFile.of(call, a.string("path"), before -> {
                    List<String> lines = lines(before);
                    boolean changed = present
                            ? add(lines, host, key.orElseThrow(), line.orElseThrow(), a.flag("hash_host"))
                            : remove(lines, host, key);
                    return changed ? Edited.of(NodeText.encode(String.join("", lines)), "") : Edited.nothing("");
                })
                .create(true)
                .header("")
                .describing()
                .run();
        Map<String, @Nullable Object> values = new LinkedHashMap<>(result.values());
        values.remove("msg");
        values.put("name", a.string("name"));
        values.put("key", a.text("key").orElse(null));
        values.put("hash_host", a.flag("hash_host"));
        values.putIfAbsent("state", a.string("state"));
        return new ModuleResult(result.changed(), false, false, values, result.diffs());
    }

    private static KnownHost wanted(String line, String host) {
        if (host.matches("\\S+\\s*,\\s*.*")) {
            throw new ModuleFailure("Comma separated list of names is not supported. "
                    + "Please pass a single name to lookup in the known_hosts file.");
        }
        return KnownHost.parse(line)
                .filter(known -> known.isOf(host))
                .orElseThrow(
                        () -> new ModuleFailure("Host parameter does not match hashed host field in supplied key"));
    }

    private static List<String> lines(Optional<byte[]> before) {
        String text = before.map(NodeText::decode).orElse("");
        return new ArrayList<>(text.isEmpty() ? List.of() : List.of(text.split("(?<=\n)")));
    }

    /** The first entry of the host with this type of key decides: it is the one, or is replaced. */
    private static boolean add(List<String> lines, String host, KnownHost wanted, String line, boolean hash) {
        int other = match(lines, host, wanted);
        if (other >= 0) {
            KnownHost there = KnownHost.parse(lines.get(other)).orElseThrow();
            if (there.sameKey(wanted)
                    && (hash ? there.isHashed() : there.hosts().equals(wanted.hosts()))) {
                return false;
            }
            lines.remove(other);
        }
        if (!lines.isEmpty() && !lines.getLast().endsWith("\n")) {
            lines.set(lines.size() - 1, lines.getLast() + "\n");
        }
        lines.add(line);
        return true;
    }

    private static int match(List<String> lines, String host, KnownHost wanted) {
        for (int i = 0; i < lines.size(); i++) {
            Optional<KnownHost> there = KnownHost.parse(lines.get(i));
            if (there.isPresent()
                    && there.get().isOf(host)
                    && there.get().type().equals(wanted.type())) {
                return i;
            }
        }
        return -1;
    }

    private static boolean remove(List<String> lines, String host, Optional<KnownHost> key) {
        if (key.isPresent()) {
            int at = match(lines, host, key.get());
            if (at >= 0) {
                lines.remove(at);
            }
            return at >= 0;
        }
        return lines.removeIf(
                line -> KnownHost.parse(line).filter(known -> known.isOf(host)).isPresent());
    }
}
