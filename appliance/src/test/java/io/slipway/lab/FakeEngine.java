package io.slipway.lab;

import io.slipway.common.Problem;
import io.slipway.lab.engine.Engine;
import io.slipway.lab.engine.EngineException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An engine in memory that remembers what it was told, without the order in which nodes were handled. */
final class FakeEngine implements Engine {

    final List<Container> containers = new ArrayList<>();
    final List<Network> networks = new ArrayList<>();
    final List<String> images = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final List<String> bridges = new ArrayList<>();
    boolean refuseStart;
    private int lastId;

    @Override
    public String address() {
        return "unix:///fake.sock";
    }

    @Override
    public Facts facts() {
        return new Facts("1.0", 1, Path.of("/var/lib/docker"));
    }

    @Override
    public boolean hasImage(String reference) {
        return images.contains(reference);
    }

    @Override
    public void loadImage(String reference, Path tar) {
        images.add(reference);
    }

    @Override
    public List<String> images(String repository) {
        return images.stream()
                .filter(image -> image.startsWith(repository + ":"))
                .toList();
    }

    @Override
    public void removeImage(String reference) {
        images.remove(reference);
    }

    @Override
    public synchronized List<Network> networks() {
        return List.copyOf(networks);
    }

    @Override
    public synchronized void createNetwork(
            String name, String bridge, String subnet, String gateway, Map<String, String> labels) {
        told.add("network " + name + " " + subnet);
        bridges.add(bridge);
        networks.add(new Network("net" + ++lastId, name, List.of(subnet), labels));
    }

    @Override
    public synchronized void removeNetwork(String id) {
        told.add("remove network");
        networks.removeIf(network -> network.id().equals(id));
    }

    @Override
    public synchronized List<Container> containers() {
        return List.copyOf(containers);
    }

    @Override
    public synchronized String createContainer(ContainerPlan plan) {
        told.add("create " + plan.name() + " " + plan.address());
        String id = "c" + ++lastId;
        containers.add(new Container(id, plan.name(), "created", plan.labels()));
        return id;
    }

    @Override
    public synchronized void unpackInto(String id, byte[] tar) {
        told.add("unpack into " + name(id));
    }

    @Override
    public synchronized void start(String id) {
        if (refuseStart) {
            refuseStart = false;
            throw new EngineException(
                    Problem.of("the engine did not start " + id).because("network not found"));
        }
        told.add("start " + name(id));
        become(id, "running");
    }

    @Override
    public synchronized void unpause(String id) {
        told.add("unpause " + name(id));
        become(id, "running");
    }

    @Override
    public synchronized void remove(String id) {
        told.add("remove " + name(id));
        containers.removeIf(container -> container.id().equals(id));
    }

    @Override
    public String logTail(String id, int lines) {
        return "the log";
    }

    @Override
    public String exec(String id, String... command) {
        return "running";
    }

    @Override
    public void close() {}

    synchronized void become(String id, String state) {
        containers.replaceAll(container ->
                container.id().equals(id) ? new Container(id, container.name(), state, container.labels()) : container);
    }

    private String name(String id) {
        return containers.stream()
                .filter(container -> container.id().equals(id))
                .map(Container::name)
                .findFirst()
                .orElseThrow();
    }

    /** What it was told since the last time it was asked, sorted. */
    synchronized List<String> heard() {
        List<String> heard = told.stream().sorted().toList();
        told.clear();
        return heard;
    }
}
