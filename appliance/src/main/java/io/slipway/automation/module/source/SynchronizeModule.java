package io.slipway.automation.module.source;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;

/** {@code synchronize}: has {@code rsync} make one tree like another. It runs on this side, or on the host of {@code delegate_to}. */
final class SynchronizeModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "synchronize", "Makes a tree of one machine like that of another, with rsync")
            .options(
                    Option.of("src", STRING, "What to copy; with a slash at its end, what it holds")
                            .mandatory(),
                    Option.of("dest", STRING, "Where it goes").mandatory(),
                    Option.of("mode", STRING, "Whether the host is to get it (push) or to give it (pull)")
                            .oneOf("pull", "push")
                            .orElse("push"),
                    Option.of("archive", BOOL, "Whether all is kept: links, permissions, times, owner, group, devices")
                            .orElse(true),
                    Option.of("recursive", BOOL, "Whether folders are entered; as archive says"),
                    Option.of("links", BOOL, "Whether symbolic links stay links; as archive says"),
                    Option.of("perms", BOOL, "Whether permissions are kept; as archive says"),
                    Option.of("times", BOOL, "Whether times are kept; as archive says"),
                    Option.of("owner", BOOL, "Whether the owner is kept; as archive says"),
                    Option.of("group", BOOL, "Whether the group is kept; as archive says"),
                    Option.of("dirs", BOOL, "Whether folders are made without entering them")
                            .orElse(false),
                    Option.of("copy_links", BOOL, "Whether what a symbolic link means is copied instead of it")
                            .orElse(false),
                    Option.of("checksum", BOOL, "Whether contents are compared instead of size and time")
                            .orElse(false),
                    Option.of("compress", BOOL, "Whether data is compressed on its way")
                            .orElse(true),
                    Option.of("delete", BOOL, "Whether what the source has not is removed; needs recursive")
                            .orElse(false),
                    Option.of("existing_only", BOOL, "Whether only files that are there already are written")
                            .orElse(false),
                    Option.of(
                                    "delay_updates",
                                    BOOL,
                                    "Whether all files are put in place at the end; .rsync-filter files count then")
                            .orElse(true),
                    Option.of("partial", BOOL, "Whether half a file is kept when the transfer breaks")
                            .orElse(false),
                    Option.of("link_dest", LIST, "Folders beside dest whose equal files are linked to"),
                    Option.of("rsync_opts", LIST, "Further options of rsync, as on a command line"),
                    Option.of("rsync_path", STRING, "The rsync command on the other machine"),
                    Option.of("rsync_timeout", INT, "Seconds without data after which rsync gives up; 0 for never")
                            .orElse(0),
                    Option.of("dest_port", INT, "Port of the other machine's SSH server; the host's own"),
                    Option.of("private_key", PATH, "Private key for SSH; the host's own"),
                    Option.of(
                                    "set_remote_user",
                                    BOOL,
                                    "Whether to log in as the host's user, not as ssh's own settings say")
                            .orElse(true),
                    Option.of(
                                    "ssh_connection_multiplexing",
                                    BOOL,
                                    "Whether an SSH connection that is open may be shared")
                            .orElse(false),
                    Option.of("use_ssh_args", BOOL, "Whether the host's SSH options count with delegate_to, too")
                            .orElse(false),
                    Option.of(
                                    "verify_host",
                                    BOOL,
                                    "Whether the host's key is checked even if the run does not check it")
                            .orElse(false))
            .differs(
                    "host keys are checked as for all else in the run, also without verify_host",
                    "the host's SSH options always count when rsync runs on this side, since without them the host may be out of reach",
                    "a host that takes nothing but a password is refused: rsync's own SSH connection needs a key",
                    "with become, a method other than sudo is refused unless rsync_path says what to run",
                    "a path with characters that a shell would take apart reaches the other side whole")
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        return new Synchronize(call).run();
    }
}
