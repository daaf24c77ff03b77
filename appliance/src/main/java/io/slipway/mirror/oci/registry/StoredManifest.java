package io.slipway.mirror.oci.registry;

import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.store.Generation;

/**
 * A manifest that a repository has.
 *
 * @param entry where its bytes are
 * @param mediaType what it was pushed as
 */
public record StoredManifest(OciDigest digest, Generation.Entry entry, String mediaType) {}
