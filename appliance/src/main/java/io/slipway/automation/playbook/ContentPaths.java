package io.slipway.automation.playbook;

import java.nio.file.Path;
import java.util.List;

/**
 * Where content is looked for besides the folders of the playbook itself.
 *
 * @param roles folders of roles, after {@code roles} beside the playbook
 * @param collections folders with {@code ansible_collections}, after {@code collections} beside the playbook
 * @param libraries folders with modules of the user's own, after {@code library} beside playbooks and in roles
 */
public record ContentPaths(List<Path> roles, List<Path> collections, List<Path> libraries) {

    public static final ContentPaths NONE = new ContentPaths(List.of(), List.of(), List.of());

    public ContentPaths {
        roles = List.copyOf(roles);
        collections = List.copyOf(collections);
        libraries = List.copyOf(libraries);
    }
}
