package io.slipway.lab;

import io.slipway.lab.Lab.LabNode;
import io.slipway.lab.engine.Engine;

/** Waits until a node can be used. */
@FunctionalInterface
interface AwaitNode {

    /** Returns when people may log in; fails, saying why, if that does not happen in good time. */
    void ready(Engine engine, String container, LabNode node);
}
