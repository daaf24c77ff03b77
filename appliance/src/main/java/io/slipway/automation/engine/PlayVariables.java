package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.HostVariables;
import io.slipway.automation.engine.variables.Layer;
import io.slipway.automation.engine.variables.Layers;
import io.slipway.automation.engine.variables.Level;
import io.slipway.automation.engine.variables.Memory;
import io.slipway.automation.engine.variables.Omit;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.playbook.Context;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.Play;
import io.slipway.automation.playbook.Role;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The variables of every host during one play, without those of tasks. Made once for a host; what the host learns shows by itself. */
final class PlayVariables {

    private final RunContext run;
    private final Play play;
    private final Path playbookDirectory;
    private final Map<String, Object> playVars = new LinkedHashMap<>();
    private final Memory roleDefaults = new Memory();
    private final Memory roleVars = new Memory();
    private final VarsFiles varsFiles;
    private final Layer functions;
    private final Layer magic;
    private final Map<String, Layers> known = new ConcurrentHashMap<>();

    /** @param answers to {@code vars_prompt} */
    PlayVariables(RunContext run, Play play, Map<String, YamlNode> answers, PlayMagic magic) {
        this.run = run;
        this.play = play;
        this.playbookDirectory = SearchPath.folderOf(play.playbook().toAbsolutePath());
        for (Context at = play.context(); at != null; at = at.outer()) {
            Map<String, Object> theirs = new LinkedHashMap<>(at.includeVars());
            at.keywords().get(Keyword.VARS).ifPresent(vars -> TaskFrame.collect(vars, theirs));
            playVars.putAll(theirs);
        }
        playVars.putAll(answers);
        play.roles().forEach(this::expose);
        this.varsFiles = new VarsFiles(run, play, playbookDirectory);
        this.functions = functions(run, playbookDirectory);
        this.magic = Layer.both(Layer.computed(ofRun(run, playbookDirectory)), Layer.computed(magic.variables()));
    }

    Play play() {
        return play;
    }

    /** Shows a role's variables to every task of the play. */
    void expose(Role role) {
        if (run.options().variables().mergeHashes()) {
            roleDefaults.merge(role.defaults());
            roleVars.merge(role.vars());
        } else {
            roleDefaults.putAll(role.defaults());
            roleVars.putAll(role.vars());
        }
    }

    /** What the inventory said may be different now. */
    void forget() {
        known.clear();
    }

    Layers of(String host) {
        Layers ready = known.get(host);
        if (ready != null) {
            return ready;
        }
        Layers layers = ofHost(run, host, playbookDirectory)
                .with(Level.PLAY_ROLE_DEFAULTS, roleDefaults)
                .with(Level.PLAY_VARS, Layer.of(playVars))
                .with(Level.PLAY_ROLE_VARS, roleVars)
                .with(Level.FUNCTIONS, functions)
                .with(Level.MAGIC, magic);
        VarsFiles.Loaded files = varsFiles.load(new Variables(host, layers, run.templating()));
        layers = layers.with(Level.VARS_FILES, Layer.of(files.variables()));
        if (files.complete()) {
            known.put(host, layers);
        }
        return layers;
    }

    /** What the play itself says, while no host is chosen yet. */
    Layers withoutHost() {
        return Layers.none(run.options().variables().mergeHashes())
                .with(Level.PLAY_ROLE_DEFAULTS, roleDefaults)
                .with(Level.PLAY_VARS, Layer.of(playVars))
                .with(Level.PLAY_ROLE_VARS, roleVars)
                .with(Level.EXTRA_VARS, Layer.of(run.options().extraVars()))
                .with(Level.FUNCTIONS, functions)
                .with(Level.MAGIC, magic);
    }

    /** What is known about a host outside any play: what {@code hostvars} shows. */
    private static Layers ofHost(RunContext run, String host, Path playbookDirectory) {
        KnownHost its = run.host(host);
        Layer inventory = Layer.both(
                Layer.of(run.inventory().variablesOf(host, playbookDirectory)),
                Layer.of(run.inventory().addedVariablesOf(host)));
        return Layers.none(run.options().variables().mergeHashes())
                .with(Level.INVENTORY, inventory)
                .with(Level.FACTS, its.facts())
                .with(Level.INCLUDE_VARS, its.includedVars())
                .with(Level.SET_FACTS, its.setFacts())
                .with(Level.EXTRA_VARS, Layer.of(run.options().extraVars()))
                .with(Level.FUNCTIONS, functions(run, playbookDirectory))
                .with(Level.MAGIC, Layer.computed(ofRun(run, playbookDirectory)));
    }

    private static Layer functions(RunContext run, Path playbookDirectory) {
        return Layer.computed(run.functions(new SearchPath(playbookDirectory), "files"));
    }

    private static Map<String, Function<Variables, @Nullable Object>> ofRun(RunContext run, Path playbookDirectory) {
        LiveInventory inventory = run.inventory();
        RunOptions options = run.options();
        Map<String, Function<Variables, @Nullable Object>> all = new LinkedHashMap<>();
        all.put("inventory_hostname", Variables::host);
        all.put("inventory_hostname_short", asking -> asking.host().split("\\.", 2)[0]);
        all.put("group_names", asking -> inventory.groupsOf(asking.host()));
        all.put("groups", asking -> inventory.groups());
        all.put(
                "hostvars",
                asking -> new HostVariables(
                        asking,
                        inventory::hosts,
                        host -> inventory.hasHost(host) || Targets.THIS_MACHINE.contains(host),
                        host -> ofHost(run, host, playbookDirectory)));
        all.put("vars", Variables::asMap);
        all.put("omit", asking -> Omit.TOKEN);
        all.put("playbook_dir", asking -> playbookDirectory.toString());
        all.put("inventory_dir", asking -> folderOf(inventory.sources().fileOf(asking.host())));
        all.put(
                "inventory_file",
                asking -> inventory.sources().fileOf(asking.host()).toString());
        options.variables().configFile().ifPresent(file -> all.put("ansible_config_file", asking -> file.toString()));
        all.put("ansible_version", asking -> AnsibleVersion.CLAIMED);
        all.put("ansible_check_mode", asking -> options.check());
        all.put("ansible_diff_mode", asking -> options.diff());
        all.put("ansible_forks", asking -> (long) options.forks());
        all.put("ansible_verbosity", asking -> (long) options.verbosity());
        all.put("ansible_run_tags", asking -> options.tags().isEmpty() ? List.of("all") : options.tags());
        all.put("ansible_skip_tags", asking -> options.skipTags());
        all.put(
                "ansible_limit",
                asking -> options.limit().map(Object.class::cast).orElse(Layer.ABSENT));
        return all;
    }

    private static String folderOf(Path file) {
        return String.valueOf(file.getParent());
    }
}
