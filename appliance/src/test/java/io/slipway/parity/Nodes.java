package io.slipway.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the hosts of a case really are. */
interface Nodes {

    List<String> NAMES = List.of("n1", "n2", "n3");

    /** What a command line needs to reach them. */
    List<String> arguments();

    /** Makes an empty work folder on each node: {@code work/NAME}. */
    void prepare(Path work) throws IOException, InterruptedException;

    /** Brings what lies in the work folders into {@code work} on this machine. */
    void collect(Path work) throws IOException, InterruptedException;

    /** Each node is this machine. */
    Nodes HERE = new Nodes() {
        @Override
        public List<String> arguments() {
            return List.of("-c", "local");
        }

        @Override
        public void prepare(Path work) throws IOException {
            for (String name : NAMES) {
                Files.createDirectories(work.resolve(name));
            }
        }

        @Override
        public void collect(Path work) {}
    };
}
