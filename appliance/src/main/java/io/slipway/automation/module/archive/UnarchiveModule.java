package io.slipway.automation.module.archive;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.PATH;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.Attributes;
import io.slipway.automation.module.files.Source;
import java.util.Optional;

/** Unpacks an archive of this side, of the node or of the web into a directory of the node. */
final class UnarchiveModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("unarchive", "Unpacks an archive on a node")
            .options(
                    Option.of("src", PATH, "The archive; with remote_src on the node, or a URL")
                            .mandatory(),
                    Option.of("dest", PATH, "An existing directory").mandatory(),
                    Option.of("remote_src", BOOL, "Whether src lies on the node or is a URL")
                            .orElse(false),
                    Option.of("copy", BOOL, "The opposite of remote_src, and its older name"),
                    Option.of("creates", PATH, "Nothing is done when this exists on the node"),
                    Option.of("list_files", BOOL, "Whether the result lists what is in the archive")
                            .orElse(false),
                    Option.of("keep_newer", BOOL, "Whether files that are newer than the archive's are left alone")
                            .orElse(false),
                    Option.of("exclude", LIST, "Patterns of what is left out"),
                    Option.of("include", LIST, "What alone is unpacked"),
                    Option.of("extra_opts", LIST, "More words for tar or unzip of the node"),
                    Option.of("validate_certs", BOOL, "Whether the certificate of a URL must be valid")
                            .orElse(true),
                    Option.of("decrypt", BOOL, "Whether an encrypted archive is decrypted on its way")
                            .orElse(true),
                    Option.of("io_buffer_size", INT, "Taken and ignored").orElse(65536L))
            .options(Attributes.OPTIONS)
            .exclusive("include", "exclude")
            .exclusive("copy", "remote_src")
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        if (a.string("dest").isEmpty()) {
            throw new ModuleFailure("dest is empty");
        }
        boolean onNode = a.flag("remote_src") || !a.choice("copy").orElse(true);
        if (onNode) {
            return new UnpackOnNode(call, Optional.empty()).run();
        }
        return ship(
                call,
                Source.shipped(
                        call.controller().find("files", a.string("src")),
                        a.flag("decrypt"),
                        call.controller().vault()));
    }

    /** Unpacks what lies on this side. */
    static ModuleResult ship(ModuleCall call, Source source) {
        ShippedArchive archive = ShippedArchive.of(source);
        return call.arguments().strings("extra_opts").isEmpty()
                ? new UnpackFromHere(call, archive).run()
                : new UnpackOnNode(call, Optional.of(archive.payload())).run();
    }
}
