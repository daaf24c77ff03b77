package io.slipway.lab.engine;

import io.slipway.common.Progress;
import java.nio.file.Path;
import java.util.List;

/** An engine that belongs to one home: started when the machine has none, stopped when the last lab of the home goes. */
interface OwnEngine {

    static OwnEngine under(Path home, Progress progress) {
        return new OwnDockerd(directory(home), progress);
    }

    static Path directory(Path home) {
        return home.resolve("engine");
    }

    /** In Docker's form, whether or not it runs. */
    String address();

    /** Whether this home has one, running or dead. */
    boolean exists();

    /** The programs that it takes to start one and that are not installed. */
    List<String> missing();

    /** Whether this user may start one. */
    boolean permitted();

    /** Starts it, or revives it, or finds it running; returns when it answers. */
    Engine start();

    void stop();

    /** Removes its files; it must have been stopped. */
    void remove();
}
