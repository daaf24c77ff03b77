package io.slipway.automation.module.archive;

import io.slipway.automation.module.files.Source;
import io.slipway.automation.transport.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.X000A_NTFS;
import org.apache.commons.compress.archivers.zip.X5455_ExtendedTimestamp;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** A zip on this side. Its members come without owners: whoever unpacks it owns them. */
final class ZipContent {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final Source source;

    ZipContent(Source source) {
        this.source = source;
    }

    private ZipFile open() throws IOException {
        ZipFile.Builder builder = ZipFile.builder();
        switch (source.payload()) {
            case Payload.Bytes bytes ->
                builder.setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes.content()));
            case Payload.FileContent file -> builder.setPath(file.file());
        }
        return builder.get();
    }

    List<Member> members() throws IOException {
        List<Member> members = new ArrayList<>();
        try (ZipFile zip = open()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                members.add(member(zip, entry));
            }
        }
        return members;
    }

    private static Member member(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        boolean link = entry.isUnixSymlink();
        boolean directory = entry.isDirectory();
        boolean unix = entry.getPlatform() == ZipArchiveEntry.PLATFORM_UNIX && entry.getUnixMode() != 0;
        FileTime time = entry.getLastModifiedTime();
        boolean exact = entry.getExtraField(X5455_ExtendedTimestamp.HEADER_ID) != null
                || entry.getExtraField(X000A_NTFS.HEADER_ID) != null;
        return new Member(
                entry.getName().replaceAll("^/+", ""),
                link ? Member.Type.LINK : directory ? Member.Type.DIRECTORY : Member.Type.FILE,
                entry.getSize(),
                exact ? time.toInstant().getEpochSecond() : 0,
                exact ? "" : CLOCK.format(LocalDateTime.ofInstant(time.toInstant(), ZoneId.systemDefault())),
                unix ? entry.getUnixMode() & 0777 : -1,
                "",
                0,
                "",
                0,
                link ? zip.getUnixSymlink(entry) : "",
                link || directory ? "" : sha1(zip, entry));
    }

    private static String sha1(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(zip.getInputStream(entry), MessageDigest.getInstance("SHA-1"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-1", e);
        }
    }

    void writeTar(List<Member> members, OutputStream out) throws IOException {
        Map<String, Member> wanted =
                members.stream().collect(Collectors.toMap(Member::name, Function.identity(), (a, b) -> b));
        try (ZipFile zip = open();
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                Member member = wanted.get(entry.getName().replaceAll("^/+", ""));
                if (member != null) {
                    write(zip, entry, member, tar);
                }
            }
        }
    }

    private static void write(ZipFile zip, ZipArchiveEntry entry, Member member, TarArchiveOutputStream tar)
            throws IOException {
        boolean link = member.type() == Member.Type.LINK;
        TarArchiveEntry header =
                link ? new TarArchiveEntry(member.name(), TarConstants.LF_SYMLINK) : new TarArchiveEntry(member.name());
        header.setMode(member.mode());
        header.setModTime(FileTime.from(java.time.Instant.ofEpochSecond(member.seconds())));
        if (link) {
            header.setLinkName(member.link());
        } else if (member.type() == Member.Type.FILE) {
            header.setSize(member.size());
        }
        tar.putArchiveEntry(header);
        if (member.type() == Member.Type.FILE) {
            try (InputStream in = zip.getInputStream(entry)) {
                in.transferTo(tar);
            }
        }
        tar.closeArchiveEntry();
    }
}
