package io.slipway.mirror.apt;

import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.mirror.apt.UpstreamSuite.Index;
import io.slipway.mirror.apt.UpstreamSuite.Kind;
import io.slipway.mirror.apt.control.Release;
import io.slipway.mirror.store.Generation;
import java.util.ArrayList;
import java.util.List;

/** Decides which of the indexes that a Release file names are taken. Differences between versions (pdiffs) never are. */
final class ChooseIndexes {

    /** How large an index may become of which the Release file does not say it, in bytes. */
    static final long PLAIN_LIMIT = 1L << 30;

    private static final int SHOWN = 6;

    private static final List<String> ICONS = List.of("48x48", "64x64", "128x128");

    private final AptSource source;
    private final Release release;
    private final List<Index> chosen = new ArrayList<>();

    private ChooseIndexes(AptSource source, Release release) {
        this.source = source;
        this.release = release;
    }

    /** @throws AptException if one that must be there is not named */
    static List<Index> of(AptSource source, Release release) {
        List<Index> chosen = new ChooseIndexes(source, release).run();
        if (source.extras().installer() && chosen.stream().noneMatch(index -> index.kind() == Kind.INSTALLER)) {
            throw new AptException(Problem.of("'" + source.label() + "' has no packages of an installer")
                    .at(source.at())
                    .because("no component has debian-installer/binary-"
                            + String.join(" or debian-installer/binary-", source.architectures()) + "/Packages")
                    .hint("leave out 'also: installer', or check 'suites' and 'architectures'"));
        }
        return chosen;
    }

    private List<Index> run() {
        if (source.flat()) {
            if (!add("Packages", Kind.PACKAGES)) {
                throw noIndex("Packages");
            }
            if (source.extras().sources()) {
                add("Sources", Kind.SOURCES);
            }
            source.extras().languages().forEach(language -> add("i18n/Translation-" + language, Kind.OTHER));
            return chosen;
        }
        source.components().forEach(this::component);
        addContents("");
        return chosen;
    }

    private void component(String component) {
        Extras extras = source.extras();
        for (String architecture : source.architectures()) {
            if (!add(component + "/binary-" + architecture + "/Packages", Kind.PACKAGES)) {
                throw missing(component, architecture);
            }
            if (extras.dep11()) {
                add(component + "/dep11/Components-" + architecture + ".yml", Kind.OTHER);
            }
            if (extras.commands()) {
                add(component + "/cnf/Commands-" + architecture, Kind.OTHER);
            }
            if (extras.installer()) {
                installer(component, architecture);
            }
        }
        if (hasOwnIndexForAll()) {
            add(component + "/binary-all/Packages", Kind.PACKAGES);
        }
        if (extras.sources()) {
            add(component + "/source/Sources", Kind.SOURCES);
        }
        extras.languages().forEach(language -> add(component + "/i18n/Translation-" + language, Kind.OTHER));
        if (extras.dep11()) {
            ICONS.forEach(size -> add(component + "/dep11/icons-" + size + ".tar", Kind.OTHER));
        }
        addContents(component + "/");
    }

    /** The installer tells by the second one of these whether an archive has its architecture. */
    private void installer(String component, String architecture) {
        add(component + "/debian-installer/binary-" + architecture + "/Packages", Kind.INSTALLER);
        add(component + "/binary-" + architecture + "/Release", Kind.OTHER);
        add(component + "/debian-installer/binary-" + architecture + "/Release", Kind.OTHER);
    }

    /** Debian has them in each component, Ubuntu beside the Release file. */
    private void addContents(String directory) {
        if (source.extras().contents()) {
            source.architectures().forEach(each -> add(directory + "Contents-" + each, Kind.OTHER));
            add(directory + "Contents-all", Kind.OTHER);
        }
    }

    /** Most archives list packages for all architectures in the index of each; some have an index of their own for them. */
    private boolean hasOwnIndexForAll() {
        return release.words("Architectures").contains("all")
                && !release.words("No-Support-for-Architecture-all").contains("Packages");
    }

    /**
     * Adds the best form of an index; where it is passed on, all compressed forms, as some clients can read only one of them.
     *
     * @return whether the Release file names any
     */
    private boolean add(String path, Kind kind) {
        Release.IndexFile plain = release.files().get(path);
        boolean found = false;
        for (Compression form : Compression.values()) {
            Release.IndexFile file = release.files().get(path + form.suffix());
            boolean wanted = !found || (!source.merged() && form != Compression.NONE);
            if (file != null && wanted) {
                chosen.add(new Index(
                        source.directory() + path + form.suffix(),
                        form,
                        new Generation.Entry(file.sha256(), file.size()),
                        plain == null ? PLAIN_LIMIT : plain.size(),
                        kind,
                        !found));
                found = true;
            }
        }
        return found;
    }

    private AptException missing(String component, String architecture) {
        List<String> components = release.words("Components");
        List<String> architectures = release.words("Architectures");
        if (!components.isEmpty() && !components.contains(component)) {
            return new AptException(Problem.of("'" + source.label() + "' has no component '" + component + "'")
                    .at(source.at())
                    .because("it has " + String.join(", ", components))
                    .hint(NearMiss.hint(component, components)));
        }
        if (!architectures.isEmpty() && !architectures.contains(architecture)) {
            return new AptException(Problem.of("'" + source.label() + "' has no architecture '" + architecture + "'")
                    .at(source.at())
                    .because("it has " + String.join(", ", architectures))
                    .hint(NearMiss.hint(architecture, architectures)));
        }
        return noIndex(component + "/binary-" + architecture + "/Packages");
    }

    private AptException noIndex(String path) {
        List<String> others = release.files().keySet().stream()
                .filter(file -> file.matches("(.*/)?(Packages|Sources)(\\.[a-z0-9]+)?"))
                .limit(SHOWN)
                .toList();
        return new AptException(Problem.of("the Release file of '" + source.label() + "' does not name '" + path + "'")
                .at(source.at())
                .because(others.isEmpty() ? "it names no index of packages" : "it names " + String.join(", ", others))
                .hint("check 'suites', 'components' and 'architectures'"));
    }
}
