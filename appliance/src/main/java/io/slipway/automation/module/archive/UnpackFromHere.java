package io.slipway.automation.module.archive;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.files.Attributes;
import io.slipway.automation.module.files.FoundPath;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.files.NodeTree;
import io.slipway.automation.module.files.Probe;
import io.slipway.automation.module.files.Status;
import io.slipway.automation.transport.Payload;
import io.slipway.automation.transport.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Unpacks an archive of this side. This side reads what is in it and asks the node for what it has of that; only when something is
 * missing or differs does the archive travel, as a stream into the node's {@code tar}.
 */
final class UnpackFromHere {

    private static final String EXTRACT = """
            LC_ALL=C
            export LC_ALL
            exec tar --extract --file - --directory "$dest" "$@"
            """;

    private final ModuleCall call;
    private final Arguments a;
    private final ShippedArchive archive;
    private final Attributes attributes;

    UnpackFromHere(ModuleCall call, ShippedArchive archive) {
        this.call = call;
        this.a = call.arguments();
        this.archive = archive;
        this.attributes = Attributes.of(a);
    }

    ModuleResult run() {
        MemberFilter filter = MemberFilter.of(a);
        List<Member> all = archive.members();
        filter.require(
                all.stream().map(Member::name).toList(),
                archive.kind(),
                "failed to unpack " + a.string("src") + " to " + a.string("dest"));
        List<Member> members = all.stream()
                .filter(member -> filter.takes(member.name(), archive.kind()))
                .toList();
        members.forEach(UnpackFromHere::requireInside);
        FoundPath found = probe(members);
        if (found.extra("creates").isPresent()) {
            return ModuleResult.skipped(
                    "skipped, since " + found.extra("creates").get() + " exists");
        }
        if (!found.isDirectory()) {
            throw new ModuleFailure(
                    NoArchive.problem("dest '" + found.path() + "' must be an existing dir", found.path()));
        }
        NodeTree tree = NodeTree.parse(found);
        Expected expected = new Expected(found, attributes, a.flag("keep_newer"), archive.kind());
        List<Member> timed = timed(members, found);
        boolean unpack = timed.stream().anyMatch(member -> expected.differs(member, tree.at(member.path())));
        ModuleResult result = ModuleResult.changed(unpack);
        if (unpack && !call.check()) {
            result = result.with("extract_results", extract(timed, found));
        }
        List<String> names = members.stream().map(Member::name).toList();
        UnpackedAttributes settle = new UnpackedAttributes(call, attributes, found);
        boolean settled = unpack ? settle.all(names) : settle.where(names, tree);
        if (settled && !result.changed()) {
            result = new ModuleResult(true, false, false, result.values(), List.of());
        }
        FoundPath now =
                result.changed() && !call.check() ? Probe.of(a.string("dest")).on(call.node()) : found;
        result = result.with("dest", found.path())
                .with("src", a.string("src"))
                .with("handler", archive.kind().handler())
                .withAll(now.facts());
        return a.flag("list_files") ? result.with("files", names) : result;
    }

    /** The node's tar would leave such a member out; an archive that has one is none to trust. */
    private static void requireInside(Member member) {
        if (List.of(member.name().split("/")).contains("..")) {
            throw new ModuleFailure("the archive is refused: its member '" + member.name()
                    + "' would be unpacked outside of the destination");
        }
    }

    private FoundPath probe(List<Member> members) {
        List<String> paths = members.stream().map(Member::path).distinct().toList();
        List<String> clocks = clocks(members);
        String program = archive.kind() == ArchiveKind.ZIP ? "" : archive.kind().program();
        String also = NodePath.assign("creates", a.text("creates").orElse(""))
                + "if [ -n \"$creates\" ] && [ -e \"$creates\" ]; then say creates \"$creates\"; fi\n"
                + "if [ -z '" + program + "' ] || command -v '" + program + "' >/dev/null; then say program 1; fi\n"
                + "if [ \"$(id -u)\" = 0 ]; then say root 1; fi\n"
                + (clocks.isEmpty()
                        ? ""
                        : "say times \"$(printf '%s\\n' " + Script.words(clocks) + " | date -f - +%s)\"\n");
        return Probe.of(a.string("dest"))
                .resolving(attributes)
                .also(also)
                .atLast(NodeTree.script(paths, attributes))
                .on(call.node());
    }

    private static List<String> clocks(List<Member> members) {
        return members.stream()
                .map(Member::clock)
                .filter(clock -> !clock.isEmpty())
                .distinct()
                .toList();
    }

    /** With the times and modes that only the node could tell: its time zone, and its mask. */
    private static List<Member> timed(List<Member> members, FoundPath found) {
        List<String> clocks = clocks(members);
        List<String> times = found.extra("times").orElse("").lines().toList();
        List<Member> timed = new ArrayList<>();
        for (Member member : members) {
            int at = clocks.indexOf(member.clock());
            timed.add(at >= 0 && at < times.size() ? member.at(Long.parseLong(times.get(at))) : member);
        }
        return timed.stream().map(member -> moded(member, found.umask())).toList();
    }

    private static Member moded(Member m, int umask) {
        if (m.mode() >= 0) {
            return m;
        }
        int mode = (m.type() == Member.Type.DIRECTORY ? 0777 : 0666) & ~umask;
        return new Member(
                m.name(),
                m.type(),
                m.size(),
                m.seconds(),
                m.clock(),
                mode,
                m.owner(),
                m.uid(),
                m.group(),
                m.gid(),
                m.link(),
                m.sha1());
    }

    private Map<String, Object> extract(List<Member> members, FoundPath found) {
        boolean zip = archive.kind() == ArchiveKind.ZIP;
        boolean plain = zip || found.extra("program").isEmpty();
        List<String> words = new ArrayList<>();
        if (!plain && !archive.kind().program().isEmpty()) {
            words.add("--use-compress-program=" + archive.kind().program());
        }
        if (zip) {
            words.addAll(List.of("--no-same-owner", "--same-permissions", "--keep-directory-symlink"));
        }
        if (a.flag("keep_newer")) {
            words.add("--keep-newer-files");
        }
        if (!zip) {
            MemberFilter filter = MemberFilter.of(a);
            filter.exclude().forEach(pattern -> words.add("--exclude=" + pattern));
            words.add("--");
            words.addAll(filter.include());
        }
        Script script =
                Script.of("set -- " + Script.words(words) + "\n" + EXTRACT).set("dest", absolute(found.path()));
        Reply reply = plain ? withPlainTar(members, script) : call.node().run(script.input(archive.payload()));
        Map<String, Object> results = Map.of("rc", reply.exitCode(), "out", reply.out(), "err", reply.err());
        if (!reply.ok()) {
            throw new ModuleFailure("failed to unpack " + a.string("src") + " to " + found.path() + ": "
                            + reply.err().strip().lines().findFirst().orElse("exit status " + reply.exitCode()))
                    .with("extract_results", results)
                    .with("dest", found.path())
                    .with("handler", archive.kind().handler());
        }
        return results;
    }

    private static String absolute(String path) {
        return path.startsWith("/") ? path : "./" + path;
    }

    /** What was encrypted stays in memory; all else goes through a temporary file of this side. */
    private Reply withPlainTar(List<Member> members, Script script) {
        try {
            if (archive.payload() instanceof Payload.Bytes) {
                ByteArrayOutputStream tar = new ByteArrayOutputStream();
                archive.writeTar(members, tar);
                return call.node().run(script.input(tar.toByteArray()));
            }
            Path file = Files.createTempFile("slipway", ".tar");
            file.toFile().deleteOnExit();
            try {
                try (OutputStream out = Files.newOutputStream(file)) {
                    archive.writeTar(members, out);
                }
                return call.node().run(script.input(new Payload.FileContent(file, Files.size(file))));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw archive.broken(e);
        }
    }

    /** What the node is to have of a member. */
    private record Expected(FoundPath found, Attributes attributes, boolean keepNewer, ArchiveKind kind) {

        boolean differs(Member member, NodeTree.Entry there) {
            Optional<Status> own = there.own();
            if (own.isEmpty()) {
                return true;
            }
            Status status = own.get();
            return switch (member.type()) {
                case LINK -> !there.link().equals(Optional.of(member.link()));
                case OTHER -> false;
                case DIRECTORY -> !there.isDirectory() || ownerDiffers(member, status) || modeDiffers(member, status);
                case FILE -> !status.isRegular() || fileDiffers(member, there, status);
            };
        }

        private boolean fileDiffers(Member member, NodeTree.Entry there, Status status) {
            long changed = (long) Math.floor(status.mtime());
            if (keepNewer && kind == ArchiveKind.ZIP && changed > member.seconds()) {
                return false;
            }
            boolean content = kind == ArchiveKind.ZIP && !there.sha1().equals(Optional.of(member.sha1()));
            return changed != member.seconds()
                    || status.size() != member.size()
                    || content
                    || ownerDiffers(member, status)
                    || modeDiffers(member, status);
        }

        /** Only root can give files away; and what a task sets itself is set afterwards. */
        private boolean ownerDiffers(Member member, Status status) {
            if (kind == ArchiveKind.ZIP || found.extra("root").isEmpty()) {
                return false;
            }
            boolean user = status.owner().equals(member.owner()) || status.uid() == member.uid();
            boolean group = status.group().equals(member.group()) || status.gid() == member.gid();
            return (attributes.owner().isEmpty() && !user)
                    || (attributes.group().isEmpty() && !group);
        }

        private boolean modeDiffers(Member member, Status status) {
            int mask = kind == ArchiveKind.ZIP || found.extra("root").isPresent() ? 0 : found.umask() | 07000;
            return attributes.mode().isEmpty() && (member.mode() & ~mask) != (status.mode() & ~(mask & 07000));
        }
    }
}
