package io.slipway.parity;

import java.io.IOException;
import java.nio.file.Path;

/** A node that one case has for itself. */
interface OwnNode extends AutoCloseable {

    /** @param python whether it has Python, for Ansible's sake */
    static OwnNode of(ParityCase parityCase, boolean python, Path home) throws IOException, InterruptedException {
        return parityCase.needsMachine()
                ? Machine.of(parityCase, python, home)
                : ParityLab.of(parityCase, python, home);
    }

    Nodes nodes();

    @Override
    void close();
}
