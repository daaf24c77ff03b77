package io.slipway.automation.module.archive;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.files.Source;
import io.slipway.automation.transport.Payload;
import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** An archive on this side: what is in it, and the plain tar that it can be turned into for a node that lacks the program for it. */
final class ShippedArchive {

    private final Source source;
    private final ArchiveKind kind;

    private ShippedArchive(Source source, ArchiveKind kind) {
        this.source = source;
        this.kind = kind;
    }

    static ShippedArchive of(Source source) {
        if (source.size() == 0) {
            throw new ModuleFailure("Invalid archive '" + source.origin() + "', the file is 0 bytes");
        }
        try (InputStream in = stream(source)) {
            return new ShippedArchive(source, ArchiveKind.beginningWith(in.readNBytes(ArchiveKind.MAGIC)));
        } catch (IOException e) {
            throw Source.unreadable(Path.of(source.origin()), e);
        }
    }

    ArchiveKind kind() {
        return kind;
    }

    Payload payload() {
        return source.payload();
    }

    List<Member> members() {
        try {
            List<Member> members = kind == ArchiveKind.ZIP ? new ZipContent(source).members() : tarMembers();
            if (members.isEmpty()) {
                throw new IOException("it is no archive, or an empty one, which is not supported");
            }
            return members;
        } catch (IOException | IllegalArgumentException e) {
            throw broken(e);
        }
    }

    /** @param members those to be in it, with times and modes as they are to come out; only a zip heeds this */
    void writeTar(List<Member> members, OutputStream out) throws IOException {
        if (kind == ArchiveKind.ZIP) {
            new ZipContent(source).writeTar(members, out);
            return;
        }
        try (InputStream in = kind.decompress(stream(source))) {
            in.transferTo(out);
        }
    }

    private List<Member> tarMembers() throws IOException {
        List<Member> members = new ArrayList<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(kind.decompress(stream(source)), StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                members.add(member(entry));
            }
        }
        return members;
    }

    private static Member member(TarArchiveEntry entry) {
        Member.Type type = entry.isDirectory()
                ? Member.Type.DIRECTORY
                : entry.isSymbolicLink()
                        ? Member.Type.LINK
                        : entry.isFile() && !entry.isLink() ? Member.Type.FILE : Member.Type.OTHER;
        String owner = entry.getUserName();
        String group = entry.getGroupName();
        return new Member(
                entry.getName().replaceAll("^/+", ""),
                type,
                entry.getSize(),
                entry.getLastModifiedTime().toInstant().getEpochSecond(),
                "",
                entry.getMode() & 07777,
                owner == null || owner.isEmpty() ? Long.toString(entry.getLongUserId()) : owner,
                entry.getLongUserId(),
                group == null || group.isEmpty() ? Long.toString(entry.getLongGroupId()) : group,
                entry.getLongGroupId(),
                entry.isSymbolicLink() ? entry.getLinkName() : "",
                "");
    }

    static InputStream stream(Source source) throws IOException {
        return new BufferedInputStream(
                switch (source.payload()) {
                    case Payload.Bytes bytes -> new ByteArrayInputStream(bytes.content());
                    case Payload.FileContent file -> Files.newInputStream(file.file());
                },
                1 << 16);
    }

    ModuleFailure broken(Exception e) {
        String why = e instanceof IOException io ? IoReason.of(io) : String.valueOf(e.getMessage());
        return new ModuleFailure(
                Problem.of("Failed to find handler for \"" + source.origin() + "\"")
                        .because(why)
                        .hint("archives are .tar, .tar.gz, .tar.bz2, .tar.xz, .tar.zst and .zip files; a single"
                                + " compressed file is none"),
                e);
    }
}
