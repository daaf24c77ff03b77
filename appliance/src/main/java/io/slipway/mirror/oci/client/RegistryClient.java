package io.slipway.mirror.oci.client;

import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.oci.ImageName;

/** Talks to registries: one for all that is done at the same time, so that tokens and connections are shared. */
public final class RegistryClient implements AutoCloseable {

    private final Fetch plain;
    private final Fetch fetch;
    private final Registries registries;

    public RegistryClient(Fetch.Settings settings, Registries registries) {
        this.registries = registries;
        this.plain = new Fetch(settings, new NothingToShow());
        this.fetch = new Fetch(settings, new TokenDance(plain, settings.credentials(), registries, settings.clock()));
    }

    public RemoteRepository repository(ImageName name) {
        return new RemoteRepository(fetch, registries.base(name.host()), name);
    }

    public PushTo pushTo(ImageName name) {
        return new PushTo(repository(name));
    }

    /** What brings blobs into a store. */
    public Fetch fetch() {
        return fetch;
    }

    @Override
    public void close() {
        fetch.close();
        plain.close();
    }
}
