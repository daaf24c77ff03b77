package io.slipway.parity;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Ansible or Slipway: something that answers the commands of a case. */
interface Tool {

    /**
     * Answers one command.
     *
     * @param verb {@code run}, {@code exec}, {@code inventory} or {@code vault}
     */
    Answer answer(String verb, List<String> arguments, Map<String, String> environment)
            throws IOException, InterruptedException;
}
