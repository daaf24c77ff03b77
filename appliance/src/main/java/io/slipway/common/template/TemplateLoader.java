package io.slipway.common.template;

import io.slipway.common.Position;
import java.util.Optional;

/** Finds the text of another template, for include, import and extends. The engine itself reads no files. */
@FunctionalInterface
public interface TemplateLoader {

    TemplateLoader NONE = name -> Optional.empty();

    /** Empty when there is no such template. */
    Optional<Loaded> load(String name);

    /**
     * @param text the template
     * @param origin where the text begins
     */
    record Loaded(String text, Position origin) {}
}
