package io.slipway.lab.engine;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** An engine of which only the address and the number of containers matter. */
record Stub(String address, int count) implements Engine {

    private static final Container SOME = new Container("id", "name", "running", Map.of());

    @Override
    public List<Container> containers() {
        return Collections.nCopies(count, SOME);
    }

    @Override
    public void close() {}

    @Override
    public Facts facts() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean hasImage(String reference) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void loadImage(String reference, Path tar) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> images(String repository) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void removeImage(String reference) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Network> networks() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void createNetwork(String name, String bridge, String subnet, String gateway, Map<String, String> labels) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void removeNetwork(String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String createContainer(ContainerPlan plan) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void unpackInto(String id, byte[] tar) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void start(String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void unpause(String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String logTail(String id, int lines) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String exec(String id, String... command) {
        throw new UnsupportedOperationException();
    }
}
