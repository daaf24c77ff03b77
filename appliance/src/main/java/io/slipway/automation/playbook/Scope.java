package io.slipway.automation.playbook;

import io.slipway.common.Position;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the loader stands while it reads steps.
 *
 * @param context what surrounds the next step
 * @param trail how it got into this file
 * @param playbookDirectory {@code playbook_dir} of the play
 * @param handlers whether the steps are handlers
 * @param importedHandlers receives the handlers of roles that are imported on the way
 */
record Scope(Context context, Trail trail, Path playbookDirectory, boolean handlers, List<Step> importedHandlers) {

    Scope inner(Keywords keywords) {
        return within(context.inner(keywords));
    }

    Scope within(Context inside) {
        return new Scope(inside, trail, playbookDirectory, handlers, importedHandlers);
    }

    Scope into(Context inside, Position at) {
        return new Scope(inside, trail.into(inside.file(), at), playbookDirectory, handlers, importedHandlers);
    }

    Scope asTasks() {
        return new Scope(context, trail, playbookDirectory, false, importedHandlers);
    }

    Scope asHandlers() {
        return new Scope(context, trail, playbookDirectory, true, importedHandlers);
    }
}
