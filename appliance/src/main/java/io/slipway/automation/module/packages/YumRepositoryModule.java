package io.slipway.automation.module.packages;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.Attributes;
import io.slipway.automation.module.files.EditFile;
import io.slipway.automation.module.shell.Steps;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** {@code yum_repository}: repositories of dnf and yum, in {@code /etc/yum.repos.d}. */
final class YumRepositoryModule implements Module {

    private static final List<String> TEXTS = List.of(
            "bandwidth",
            "cost",
            "deltarpm_metadata_percentage",
            "deltarpm_percentage",
            "gpgcakey",
            "include",
            "metadata_expire",
            "metalink",
            "mirrorlist",
            "mirrorlist_expire",
            "priority",
            "proxy",
            "proxy_username",
            "retries",
            "throttle",
            "timeout",
            "ui_repoid_vars",
            "username");
    private static final List<String> FLAGS = List.of(
            "async",
            "enabled",
            "enablegroups",
            "gpgcheck",
            "keepalive",
            "module_hotfixes",
            "protect",
            "repo_gpgcheck",
            "s3_enabled",
            "skip_if_unavailable",
            "ssl_check_cert_permissions");

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "yum_repository", "Adds and removes repositories of dnf and yum")
            .options(
                    Option.of("name", STRING, "The repository's id").mandatory(),
                    Option.of("description", STRING, "Its name for people"),
                    Option.of("baseurl", LIST, "Where it is"),
                    Option.of("file", STRING, "The file's name, without .repo; else the id"),
                    Option.of("reposdir", PATH, "The folder of the file").orElse("/etc/yum.repos.d"),
                    Option.of("state", STRING, "Whether it is to be there")
                            .oneOf("absent", "present")
                            .orElse("present"),
                    Option.of("gpgkey", LIST, "Where its keys are"),
                    Option.of("exclude", LIST, "Packages to leave out").alias("excludepkgs"),
                    Option.of("includepkgs", LIST, "The only packages to use"),
                    Option.of("failovermethod", STRING, "How to choose among addresses")
                            .oneOf("roundrobin", "priority"),
                    Option.of("http_caching", STRING, "What proxies may keep").oneOf("all", "packages", "none"),
                    Option.of("ip_resolve", STRING, "Which kind of address to use")
                            .oneOf("4", "6", "IPv4", "IPv6", "whatever"),
                    Option.of("keepcache", STRING, "Whether fetched packages are kept")
                            .oneOf("0", "1"),
                    Option.of("countme", BOOL, "Whether the repository may count the node"),
                    Option.of("metadata_expire_filter", STRING, "When old metadata will do")
                            .oneOf("never", "read-only:past", "read-only:present", "read-only:future"),
                    Option.of("password", STRING, "The password for the repository")
                            .secret(),
                    Option.of("proxy_password", STRING, "The password for the proxy")
                            .secret(),
                    Option.of("sslcacert", STRING, "Authorities to trust").alias("ca_cert"),
                    Option.of("sslclientcert", STRING, "The node's certificate").alias("client_cert"),
                    Option.of("sslclientkey", STRING, "Its key").alias("client_key"),
                    Option.of("sslverify", BOOL, "Whether the certificate must be in order")
                            .alias("validate_certs"))
            .options(TEXTS.stream()
                    .map(name -> Option.of(name, STRING, "As dnf.conf(5) has it"))
                    .toList())
            .options(FLAGS.stream()
                    .map(name -> Option.of(name, BOOL, "As dnf.conf(5) has it"))
                    .toList())
            .options(Attributes.OPTIONS)
            .build();

    private static final Set<String> NOT_SETTINGS = Set.of(
            "name",
            "description",
            "file",
            "reposdir",
            "state",
            "mode",
            "owner",
            "group",
            "seuser",
            "serole",
            "setype",
            "selevel",
            "attributes",
            "unsafe_writes");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:+/@-]+");

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String id = call.string("name");
        boolean present = call.string("state").equals("present");
        if (!ID.matcher(id).matches()) {
            throw new ModuleFailure(
                    "'" + id + "' cannot be the id of a repository: letters, digits and _.:+/@- are allowed");
        }
        if (present) {
            require(call);
        }
        Map<String, String> settings = settings(call);
        String path = call.string("reposdir").replaceFirst("/+$", "") + "/"
                + call.arguments().text("file").orElse(id) + ".repo";
        boolean[] emptied = {false};
        ModuleResult result = EditFile.of(call, path, before -> {
                    RepoFile file = new RepoFile(before.map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                            .orElse(""));
                    if (present && file.has(id, settings)) {
                        return EditFile.Edited.nothing("");
                    }
                    if (present) {
                        file.put(id, settings);
                    } else {
                        file.remove(id);
                    }
                    emptied[0] = before.isPresent() && file.isEmpty() && !present;
                    return emptied[0] || (!present && before.isEmpty())
                            ? EditFile.Edited.nothing("")
                            : EditFile.Edited.of(file.toString().getBytes(StandardCharsets.UTF_8), "");
                })
                .create(true)
                .header("")
                .attributes(Attributes.of(call.arguments()))
                .run();
        if (emptied[0] && !call.check()) {
            new Steps().run("rm", "-f", "--", path).on(call.node(), "").orFail();
        }
        return new ModuleResult(
                        result.changed() || emptied[0],
                        false,
                        false,
                        ModuleResult.unchanged().values(),
                        result.diffs())
                .with("repo", id)
                .with("state", call.string("state"));
    }

    private static void require(ModuleCall call) {
        if (List.of("baseurl", "metalink", "mirrorlist").stream().noneMatch(call.arguments()::has)) {
            throw new ModuleFailure("Parameter 'baseurl', 'metalink' or 'mirrorlist' is required.");
        }
        if (!call.arguments().has("description")) {
            throw new ModuleFailure("Parameter 'description' is required.");
        }
    }

    private static Map<String, String> settings(ModuleCall call) {
        Map<String, String> settings = new TreeMap<>();
        for (Option option : SPEC.options()) {
            Optional<Object> value = call.arguments().raw(option.name());
            if (value.isPresent() && !NOT_SETTINGS.contains(option.name())) {
                settings.put(option.name(), written(option.name(), value.get()));
            }
        }
        call.arguments().text("description").ifPresent(text -> settings.put("name", text));
        settings.forEach((name, value) -> {
            if (value.lines().anyMatch(line -> line.startsWith("[") || line.isBlank()) && !value.isEmpty()) {
                throw new ModuleFailure("the value of '" + name + "' has a line that is empty or begins with '['");
            }
        });
        return settings;
    }

    private static String written(String name, Object value) {
        return switch (value) {
            case Boolean yes -> yes ? "1" : "0";
            case List<?> list ->
                String.join(
                        name.equals("baseurl") || name.equals("gpgkey") ? "\n" : " ",
                        list.stream().map(String::valueOf).toList());
            default -> String.valueOf(value);
        };
    }
}
