package io.slipway.mirror.apt;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.mirror.apt.UpstreamSuite.Index;
import io.slipway.mirror.apt.UpstreamSuite.Kind;
import io.slipway.mirror.apt.control.Stanza;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** An upstream's index with only the entries that the mirror takes, each as it was. */
final class RewriteIndex {

    private static final List<Compression> FORMS = List.of(Compression.NONE, Compression.GZIP, Compression.XZ);

    private final ByteArrayOutputStream plain = new ByteArrayOutputStream(1 << 16);

    private RewriteIndex() {}

    /** @return its forms by path, relative to the archive */
    static SortedMap<String, Generation.Entry> rewrite(
            StoreWriter store, UpstreamSuite suite, Index index, Selection selection) {
        RewriteIndex rewrite = new RewriteIndex();
        if (index.kind() == Kind.PACKAGES) {
            ReadIndexes.packages(store.store(), suite, index, each -> {
                if (selection.takes(each)) {
                    rewrite.add(each.stanza());
                }
            });
        } else {
            ReadIndexes.sources(store.store(), suite, index, each -> {
                if (selection.takes(each)) {
                    rewrite.add(each.stanza());
                }
            });
        }
        return inAllForms(store, index.plainPath(), rewrite.plain.toByteArray());
    }

    /** Stores an index in every form that is published, by path. */
    static SortedMap<String, Generation.Entry> inAllForms(StoreWriter store, String path, byte[] plain) {
        SortedMap<String, Generation.Entry> files = new TreeMap<>();
        for (Compression form : FORMS) {
            files.put(path + form.suffix(), store.put(compressed(form, plain)));
        }
        return files;
    }

    private static byte[] compressed(Compression form, byte[] plain) {
        try {
            return form.compress(plain);
        } catch (IOException e) {
            throw new AptException(Problem.of("an index cannot be compressed").because(IoReason.of(e)), e);
        }
    }

    private void add(Stanza stanza) {
        plain.writeBytes(stanza.text().getBytes(StandardCharsets.UTF_8));
        plain.write('\n');
    }
}
