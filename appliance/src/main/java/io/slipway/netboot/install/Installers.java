package io.slipway.netboot.install;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.template.Scope;
import io.slipway.common.template.TemplateException;
import io.slipway.common.template.Undefined;
import io.slipway.netboot.files.Profile;
import io.slipway.netboot.token.HostKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes what a node is installed with: nothing of it is served that was not made whole, and checked. */
public final class Installers {

    private static final HostKey SAMPLE =
            new HostKey("-----BEGIN OPENSSH PRIVATE KEY-----\n", "ssh-ed25519 AAAA sample");

    private final Templates templates;
    private final String podKey;

    /**
     * @param folders where templates lie, the strongest first
     * @param podKey by which the pod signs what its mirrors publish: a binary keyring in base64
     */
    public Installers(List<Path> folders, String podKey) {
        this.templates = new Templates(folders);
        this.podKey = podKey;
    }

    /**
     * The kernel's command line, of what the installer asks for and then what the profile does.
     *
     * @throws ProblemException when it cannot be made
     */
    public String arguments(Profile profile, InstallNode node, Way way) {
        Installer installer = installer(profile);
        Scope scope = scope(profile, installer, node, way, SAMPLE);
        String made = rendered(installer + "/arguments.j2", node, scope).text().strip();
        if (made.chars().anyMatch(Character::isISOControl)) {
            throw new InstallException(
                    Problem.of("the kernel's arguments for " + node.name() + " are more than one line")
                            .hint("they come of " + installer + "/arguments.j2"));
        }
        return profile.arguments().isEmpty() ? made : made + " " + profile.arguments();
    }

    /**
     * A document that an installer asks for.
     *
     * @param accept what it says that it takes, as HTTP has it; empty for nothing
     * @throws ProblemException when there is none of that name, it cannot be made, or its installer would not take it
     */
    public String document(Profile profile, InstallNode node, String name, Way way, HostKey key, String accept) {
        Installer installer = installer(profile);
        Installer.Document document = installer
                .document(name)
                .orElseThrow(() -> new InstallException(
                        Problem.of("profile " + profile.name() + ": " + installer + " asks for no '" + name + "'")));
        Scope scope = scope(profile, installer, node, way, key);
        Templates.Rendered made = rendered(installer + "/" + name + ".j2", node, scope);
        String checked =
                CheckAnswer.checked(document.form(), "for " + node.name() + " of " + made.source(), made.text());
        return document.form() == Installer.Form.IGNITION ? AskedVersion.of(checked, accept) : checked;
    }

    /** Everything that is wrong with what a node would be installed with, without a node that asks. */
    public List<Problem> mistakes(Profile profile, InstallNode node) {
        Set<Problem> problems = new LinkedHashSet<>();
        try {
            Installer installer = installer(profile);
            List<Runnable> all = new ArrayList<>();
            all.add(() -> arguments(profile, node, Way.SAMPLE));
            installer
                    .documents()
                    .forEach(each -> all.add(() -> document(profile, node, each.name(), Way.SAMPLE, SAMPLE, "")));
            for (Runnable each : all) {
                try {
                    each.run();
                } catch (ProblemException e) {
                    problems.addAll(e.problems());
                }
            }
        } catch (ProblemException e) {
            problems.addAll(e.problems());
        }
        return List.copyOf(problems);
    }

    private static Installer installer(Profile profile) {
        String name = profile.installer().orElse("");
        return Installer.named(name)
                .orElseThrow(() -> new InstallException(
                        Problem.of("profile " + profile.name() + ": there is no installer '" + name + "'")
                                .hint("known are " + Installer.known())));
    }

    private Templates.Rendered rendered(String template, InstallNode node, Scope scope) {
        try {
            return templates.render(template, scope);
        } catch (TemplateException e) {
            Problem problem = e.problem();
            throw new InstallException(new Problem(
                    "what installs " + node.name() + " cannot be made: " + problem.what(),
                    problem.where(),
                    problem.why(),
                    problem.hint()));
        }
    }

    /** What stands in the place of a system's disk that is said to be several. */
    private static Optional<Object> one(InstallNode node, String name) {
        int count = node.disk().count();
        return count == 1
                ? Optional.empty()
                : Optional.of(Undefined.because(
                        name,
                        Problem.of("the inventory names " + count + " disks for the system of " + node.name())
                                .because("an installer puts it on one")
                                .hint(
                                        "have boot: {disk: …} name one, or write a template of your own that does without "
                                                + name)));
    }

    private static Object path(InstallNode node) {
        return node.disk()
                .path()
                .<Object>map(path -> path)
                .orElseGet(() -> Undefined.because(
                        "install.disk_path",
                        Problem.of("the disk of " + node.name() + " must be named by its path")
                                .because("this installer is told it before anybody can see the disks")
                                .hint("write boot: {disk: {match: {path: /dev/disk/by-path/…}}}")));
    }

    private Scope scope(Profile profile, Installer installer, InstallNode node, Way way, HostKey key) {
        Map<String, Object> install = new LinkedHashMap<>();
        install.put("name", node.name());
        install.put("domain", node.domain());
        install.put("profile", profile.name());
        install.put("program", installer.program());
        install.put("server", way.server());
        install.put("url", way.url());
        install.put("files", way.url() + "/boot/profile/" + profile.name() + "/");
        install.put("boot", way.boot());
        install.put("answers", way.answers());
        install.put("report", way.report());
        install.put("ticket", way.ticket());
        install.put(
                "disk", one(node, "install.disk").orElseGet(() -> node.disk().words()));
        install.put("disk_path", one(node, "install.disk_path").orElseGet(() -> path(node)));
        install.put("pod_key", podKey);
        install.put("host_key", Map.of("private", key.secret(), "public", key.open()));
        Scope own = node.variables().get();
        return new Scope() {
            @Override
            public @Nullable Object get(String name) {
                return name.equals("install") ? install : own.get(name);
            }

            @Override
            public boolean has(String name) {
                return name.equals("install") || own.has(name);
            }

            @Override
            public Set<String> names() {
                Set<String> names = new LinkedHashSet<>(own.names());
                names.add("install");
                return names;
            }
        };
    }
}
