package io.slipway.automation.engine.lookup;

import io.slipway.automation.engine.variables.Variables;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.template.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a lookup may use. */
public interface Surroundings {

    Variables variables();

    /** Finds a file as a task would: {@code kind} is {@code files}, {@code templates} or {@code vars}. */
    Optional<Path> file(String kind, String name);

    /** Where such a file could be, in order. */
    List<Path> candidates(String kind, String name);

    /** Where a file is to be written: relative to the playbook. */
    Path place(String name);

    /** The kind of files that the task at hand deals with. */
    String kind();

    /**
     * The content of a file rendered as a template.
     *
     * @param name as it was asked for
     * @param settings how it is read, unless its first line says otherwise
     */
    String render(String name, Path template, Map<String, ?> extra, Settings settings);

    /** What opens files that are encrypted. */
    Vault vault();

    /** Of this side. */
    Map<String, String> environment();

    /** Of {@code ansible.cfg} and the environment, by Ansible's names. */
    Map<String, @Nullable Object> settings();

    void warn(String message);

    /** The hosts that a pattern selects. */
    List<String> hosts(String pattern);
}
