package io.slipway.automation.module.archive;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** Kinds of archives that can be unpacked, told apart by how they begin and not by what they are called. */
enum ArchiveKind {
    ZIP("ZipArchive", "unzip"),
    GZIP("TgzArchive", "gzip"),
    BZIP2("TarArchive", "bzip2"),
    XZ("TarArchive", "xz"),
    ZSTD("TarArchive", "zstd"),
    TAR("TarArchive", "");

    /** How many bytes {@link #beginningWith} looks at. */
    static final int MAGIC = 6;

    /** In KiB: what {@code xz -9} needs, and some more. */
    private static final int XZ_MEMORY = 128 * 1024;

    private final String handler;
    private final String program;

    ArchiveKind(String handler, String program) {
        this.handler = handler;
        this.program = program;
    }

    /** What Ansible calls the part of it that unpacks this. */
    String handler() {
        return handler;
    }

    /** What a node needs to unpack it, beside {@code tar}; empty for nothing. */
    String program() {
        return program;
    }

    static ArchiveKind beginningWith(byte[] start) {
        if (begins(start, 'P', 'K')) {
            return ZIP;
        }
        if (begins(start, 0x1f, 0x8b)) {
            return GZIP;
        }
        if (begins(start, 'B', 'Z', 'h')) {
            return BZIP2;
        }
        if (begins(start, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            return XZ;
        }
        return begins(start, 0x28, 0xb5, 0x2f, 0xfd) ? ZSTD : TAR;
    }

    private static boolean begins(byte[] start, int... magic) {
        if (start.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((start[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** The plain tar inside. */
    InputStream decompress(InputStream in) throws IOException {
        return switch (this) {
            case GZIP -> new GZIPInputStream(in, 1 << 16);
            case BZIP2 -> new BZip2CompressorInputStream(in, true);
            case XZ -> new XZInputStream(in, XZ_MEMORY);
            case ZSTD -> new ZstdInputStream(in);
            case TAR, ZIP -> in;
        };
    }
}
