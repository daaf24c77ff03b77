package io.slipway.automation.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.automation.config.DiskFiles;
import io.slipway.automation.playbook.PlaybookListing.Head;
import io.slipway.automation.playbook.PlaybookListing.Part;
import io.slipway.common.yaml.YamlNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each folder under {@code listing} holds a playbook and what ansible-playbook 2.14 prints for it. */
class PlaybookListingTest {

    /** Takes every module for known: this is not about them. */
    private static final ModuleNames ANY = new ModuleNames() {
        @Override
        public boolean known(String name) {
            return true;
        }

        @Override
        public Collection<String> all() {
            return List.of();
        }

        @Override
        public boolean freeForm(String name) {
            return false;
        }

        @Override
        public Optional<List<String>> arguments(String name) {
            return Optional.empty();
        }
    };

    @ParameterizedTest
    @ValueSource(strings = {"plain", "roles", "imports"})
    void listsTasksLikeAnsible(String name) throws Exception {
        assertEquals(golden(name, "list-tasks"), listing(name, EnumSet.of(Part.TASKS), TagSelection.ALL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "roles", "imports"})
    void listsTagsLikeAnsible(String name) throws Exception {
        assertEquals(golden(name, "list-tags"), listing(name, EnumSet.of(Part.TAGS), TagSelection.ALL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "roles", "imports"})
    void listsHostsLikeAnsible(String name) throws Exception {
        assertEquals(golden(name, "list-hosts"), listing(name, EnumSet.of(Part.HOSTS), TagSelection.ALL));
    }

    @Test
    void listsOnlyWhatTheTagsSelect() throws Exception {
        assertEquals(
                golden("plain", "list-tasks-only-a-z"),
                listing("plain", EnumSet.of(Part.TASKS), TagSelection.of(List.of("a,z"), List.of())));
        assertEquals(
                golden("plain", "list-tasks-skip-tagged"),
                listing("plain", EnumSet.of(Part.TASKS), TagSelection.of(List.of(), List.of("tagged"))));
        assertEquals(
                golden("plain", "list-everything-only-never"),
                listing("plain", EnumSet.allOf(Part.class), TagSelection.of(List.of("never"), List.of())));
    }

    private static String listing(String name, Set<Part> parts, TagSelection selection) throws Exception {
        List<Play> plays = new PlaybookLoader(new DiskFiles(), ANY, StaticTemplates.NONE)
                .load(folder(name).resolve("site.yml"));
        return new PlaybookListing(parts, selection, PlaybookListingTest::head).of("site.yml", plays);
    }

    private static Head head(Play play) {
        List<String> patterns = play.hosts() instanceof YamlNode.Sequence list
                ? list.items().stream()
                        .map(item -> String.valueOf(item.toValue()))
                        .toList()
                : List.of(String.valueOf(play.hosts().toValue()));
        String name = play.keyword(Keyword.NAME)
                .map(given -> String.valueOf(given.toValue()).replace("{{ templated }}", "value"))
                .orElse(String.join(",", patterns));
        return new Head(
                name,
                patterns,
                patterns.equals(List.of("localhost"))
                        ? patterns
                        : patterns.contains("localhost") ? List.of("localhost", "one") : List.of("one"));
    }

    private static String golden(String name, String file) throws Exception {
        return Files.readString(folder(name).resolve(file + ".txt"));
    }

    private static Path folder(String name) throws URISyntaxException, IOException {
        return Path.of(PlaybookListingTest.class.getResource("listing/" + name).toURI());
    }
}
