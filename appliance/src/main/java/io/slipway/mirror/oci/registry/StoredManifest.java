package io.slipway.mirror.oci.registry;

import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.store.Generation;
import java.nio.file.Path;

/**
 * A manifest that a repository has.
 *
 * @param entry where its bytes are
 * @param mediaType what it was pushed as
 * @param witness the file that is another one, or gone, when this is no longer so
 */
public record StoredManifest(OciDigest digest, Generation.Entry entry, String mediaType, Path witness) {}
