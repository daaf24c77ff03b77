package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what is at a path. */
final class StatModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("stat", "Says what is at a path of a node")
            .options(
                    Option.of("path", Option.Type.PATH, "The path")
                            .alias("dest", "name")
                            .mandatory(),
                    Option.of("follow", Option.Type.BOOL, "Whether links are followed")
                            .orElse(false),
                    Option.of("get_checksum", Option.Type.BOOL, "Whether to take a regular file's checksum")
                            .orElse(true),
                    Option.of("get_mime", Option.Type.BOOL, "Whether to ask file(1) what kind of content it is")
                            .alias("mime", "mime_type", "mime-type")
                            .orElse(true),
                    Option.of("get_attributes", Option.Type.BOOL, "Whether to ask lsattr(1) for flags")
                            .alias("attr", "attributes")
                            .orElse(true),
                    Option.of("get_md5", Option.Type.BOOL, "Taken and ignored: use checksum_algorithm")
                            .orElse(false),
                    Option.of("checksum_algorithm", Option.Type.STRING, "Which checksum")
                            .alias("checksum", "checksum_algo")
                            .oneOf("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
                            .orElse("sha1"))
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public boolean looksFirst() {
        return true;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        Probe probe = Probe.of(a.string("path"));
        if (a.flag("get_checksum")) {
            probe.checksum(a.string("checksum_algorithm"));
        }
        FoundPath found = probe.access()
                .kinds(a.flag("get_mime"), a.flag("get_attributes"))
                .on(call.node());
        boolean follow = a.flag("follow");
        Optional<Status> status = follow ? found.target() : found.own();
        if (status.isEmpty() && found.extra("astray").isPresent()) {
            throw new ModuleFailure(found.extra("astray").get());
        }
        Map<String, @Nullable Object> stat = new LinkedHashMap<>();
        stat.put("exists", status.isPresent());
        status.ifPresent(s -> describe(stat, s, found, a));
        return ModuleResult.unchanged().with("stat", stat);
    }

    private static void describe(Map<String, @Nullable Object> stat, Status s, FoundPath found, Arguments a) {
        stat.put("path", found.path());
        stat.putAll(StatFacts.of(s));
        stat.put("pw_name", s.owner());
        stat.put("gr_name", s.group());
        stat.put("blocks", s.blocks());
        stat.put("block_size", s.blockSize());
        stat.put("device_type", s.rawDevice());
        stat.put("readable", found.extra("readable").isPresent());
        stat.put("writeable", found.extra("writeable").isPresent());
        stat.put("executable", found.extra("executable").isPresent());
        if (s.isLink()) {
            stat.put("lnk_source", found.realPath());
            stat.put("lnk_target", found.linkTarget().orElse(""));
        }
        if (s.isRegular()) {
            found.checksum().ifPresent(sum -> stat.put("checksum", sum));
        }
        if (a.flag("get_mime")) {
            String[] kind = found.extra("mime").orElse("").split("; charset=", 2);
            stat.put("mimetype", kind.length == 2 ? kind[0] : "unknown");
            stat.put("charset", kind.length == 2 ? kind[1] : "unknown");
        }
        if (a.flag("get_attributes")) {
            stat.putAll(FileFlags.parse(found.extra("flags").orElse("")));
        }
    }
}
