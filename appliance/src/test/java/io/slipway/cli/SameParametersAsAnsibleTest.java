package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.common.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every parameter that {@code ansible-doc} names for a module is taken by ours: its aliases, choices and default, and whether it must be given. */
@Tag("full")
class SameParametersAsAnsibleTest {

    private static final List<String> COLLECTIONS = List.of(
            "ansible.builtin",
            "ansible.posix",
            "community.general",
            "community.crypto",
            "community.docker",
            "containers.podman",
            "kubernetes.core");

    /** What differs on purpose, and why. */
    private static final Map<String, String> KNOWN = new TreeMap<>(Map.ofEntries(
            Map.entry("copy local_follow default", "the task of the role decides, as Ansible's code does"),
            Map.entry("dnf name required", "not needed to list or to update the cache, as Ansible's code does"),
            Map.entry("debug msg default", "given by the module when nothing else is"),
            Map.entry("hostname use choices", "systems that are not Linux"),
            Map.entry("include_vars extensions default", "given by the module"),
            Map.entry("include_vars depth default", "0 is no limit, and so is none"),
            Map.entry("git dest required", "not needed where nothing is cloned, as the documentation's text says"),
            Map.entry("reboot reboot_command default", "found by the module"),
            Map.entry("unarchive copy default", "whether it is given at all matters"),
            Map.entry("user ssh_key_bits default", "0 leaves it to ssh-keygen, and so does none"),
            Map.entry("blockinfile insertafter default", "given by the module"),
            Map.entry("lineinfile insertafter default", "given by the module"),
            Map.entry("package_facts manager choices", "a list in fact, checked by the module"),
            Map.entry("package state required", "not needed where the package manager's module has a default"),
            Map.entry("service name required", "an alias of a unit is taken too"),
            Map.entry("service runlevel default", "given by the module"),
            Map.entry("setup gather_subset default", "a list in fact"),
            Map.entry("template comment_start_string default", "documented as none, and is {# in fact"),
            Map.entry("template comment_end_string default", "documented as none, and is #} in fact"),
            Map.entry("template newline_sequence default", "the character itself"),
            Map.entry("user authorization", "Solaris"),
            Map.entry("user hidden", "macOS"),
            Map.entry("user login_class", "BSD"),
            Map.entry("user profile", "Solaris"),
            Map.entry("user role", "Solaris"),
            Map.entry("user ssh_key_comment default", "given by the module, with the node's name")));

    @Test
    void everyParameterIsTaken() throws IOException, InterruptedException {
        Map<String, Map<String, ?>> theirs = documentation();
        Map<String, String> differences = new TreeMap<>();
        int compared = 0;
        for (Module module : BuiltinModules.catalogue().modules()) {
            Map<String, ?> their = theirs.get(module.spec().name());
            if (their != null) {
                compare(module.spec(), options(their), differences);
                compared++;
            }
        }
        assertTrue(compared > 40, "Ansible documents the modules: " + compared);
        KNOWN.keySet().forEach(differences::remove);
        differences.keySet().removeIf(SameParametersAsAnsibleTest::isDefaultOfYum);
        assertEquals(Map.of(), differences);
    }

    /** The documentation of {@code yum_repository} tells what yum does when a setting is not there; Ansible's code writes none. */
    private static boolean isDefaultOfYum(String place) {
        return place.startsWith("yum_repository ") && place.endsWith(" default");
    }

    private static void compare(ModuleSpec spec, Map<String, Map<String, ?>> theirs, Map<String, String> differences) {
        theirs.forEach((name, their) -> {
            String place = spec.name() + " " + name;
            if (Set.of("free_form", "free-form", "key_value").contains(name)) {
                return;
            }
            Optional<Option> found = spec.option(name);
            if (found.isEmpty()) {
                differences.put(place, "is missing");
                return;
            }
            Option ours = found.get();
            List<String> aliases = new ArrayList<>(strings(their.get("aliases")));
            aliases.removeIf(alias -> spec.option(alias).equals(found));
            note(differences, place + " aliases", aliases.isEmpty(), "lacks " + aliases);
            note(
                    differences,
                    place + " required",
                    ours.required() == Boolean.TRUE.equals(their.get("required")),
                    "ours " + ours.required());
            note(
                    differences,
                    place + " default",
                    plain(ours.fallback()).equals(plain(their.get("default"))),
                    "ours " + ours.fallback() + ", theirs " + their.get("default"));
            List<String> choices = new ArrayList<>(strings(their.get("choices")));
            choices.removeAll(ours.choices());
            note(differences, place + " choices", ours.choices().isEmpty() || choices.isEmpty(), "lack " + choices);
        });
    }

    private static void note(Map<String, String> differences, String place, boolean same, String difference) {
        if (!same) {
            differences.put(place, difference);
        }
    }

    /** Yes and no as truth values, and every kind of nothing the same. */
    private static String plain(@Nullable Object value) {
        String text = Objects.toString(value, "").toLowerCase(Locale.ROOT);
        return switch (text) {
            case "no", "false", "[]", "{}" -> "";
            case "yes" -> "true";
            default -> text.replaceAll("^\\[(\\w+)\\]$", "$1").replaceAll("\\.0$", "");
        };
    }

    private static List<String> strings(@Nullable Object list) {
        return list instanceof List<?> all ? all.stream().map(String::valueOf).toList() : List.of();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, ?>> options(Map<String, ?> page) {
        return page.get("options") instanceof Map<?, ?> options ? (Map<String, Map<String, ?>>) options : Map.of();
    }

    /** Short name → page, of the first collection that has it. */
    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, ?>> documentation() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ansible-doc", "-t", "module", "-j"));
        for (Module module : BuiltinModules.catalogue().modules()) {
            COLLECTIONS.forEach(
                    collection -> command.add(collection + "." + module.spec().name()));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        Map<String, ?> pages = (Map<String, ?>)
                Json.read("ansible-doc", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        process.waitFor();
        Map<String, Map<String, ?>> byName = new LinkedHashMap<>();
        pages.forEach((name, page) -> byName.putIfAbsent(
                name.substring(name.lastIndexOf('.') + 1), (Map<String, ?>) ((Map<String, ?>) page).get("doc")));
        return byName;
    }
}
