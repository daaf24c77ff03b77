package io.slipway.automation.playbook;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the loader needs to know about modules to find mistakes before anything runs. */
public interface ModuleNames {

    /** Whether there is a module or action of this name, short or fully qualified. */
    boolean known(String name);

    /** Every name, for hints. */
    Collection<String> all();

    /** Whether it takes a bare string ({@code command: ls -l}). */
    boolean freeForm(String name);

    /** The arguments that it takes, aliases included; empty when it takes any. */
    Optional<List<String>> arguments(String name);
}
