package io.slipway.automation.module.config;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.Attributes;
import io.slipway.automation.module.files.EditFile;
import io.slipway.automation.module.files.EditFile.Edited;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Keeps users and their passwords in a file for a web server. */
final class HtpasswdModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("htpasswd", "Keeps passwords for a web server")
            .options(
                    Option.of("path", PATH, "The file")
                            .alias("dest", "destfile")
                            .mandatory(),
                    Option.of("name", STRING, "The user").alias("username").mandatory(),
                    Option.of("password", STRING, "The user's password").secret(),
                    Option.of("crypt_scheme", STRING, "How a password is hashed")
                            .alias("hash_scheme")
                            .orElse("apr_md5_crypt"),
                    Option.of("state", STRING, "Whether the user is to be there")
                            .oneOf("present", "absent")
                            .orElse("present"),
                    Option.of("create", BOOL, "Whether a missing file is made").orElse(true))
            .options(Attributes.OPTIONS)
            .neededIf("state", "present", "password")
            .build();

    private final RandomGenerator random;

    HtpasswdModule(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        String name = a.string("name");
        if (name.isEmpty() || name.matches("(?s).*[:\r\n].*")) {
            throw new ModuleFailure(
                    "'" + name + "' cannot be the name of a user: it is empty or holds a colon or line end");
        }
        boolean present = a.string("state").equals("present");
        if (present && a.text("password").isEmpty()) {
            throw new ModuleFailure("state is present but all of the following are missing: password");
        }
        WebPassword scheme = WebPassword.named(a.string("crypt_scheme"));
        String[] message = {""};
        boolean[] noFile = {false};
        ModuleResult result = EditFile.of(call, a.string("path"), before -> {
                    noFile[0] = before.isEmpty() && !present;
                    Edited edited = present ? present(a, before, scheme, call.check()) : absent(name, before);
                    message[0] = edited.message();
                    return edited;
                })
                .attributes(Attributes.of(a))
                .create(!present || a.flag("create"))
                .missing("Destination %s does not exist")
                .status(false)
                .run()
                .with("msg", message[0]);
        return noFile[0] ? result.with("warnings", List.of(a.string("path") + " does not exist")) : result;
    }

    private Edited present(Arguments a, Optional<byte[]> before, WebPassword scheme, boolean check) {
        String name = a.string("name");
        String password = a.string("password");
        List<String> lines = lines(before);
        int at = indexOf(lines, name);
        if (at >= 0 && WebPassword.verifies(password, lines.get(at).substring(name.length() + 1))) {
            return Edited.nothing(name + " already present");
        }
        String line = name + ":" + scheme.hash(password, random);
        if (at >= 0) {
            lines.set(at, line);
        } else {
            lines.add(line);
        }
        String made = check ? "Create " + a.string("path") : "Created " + a.string("path") + " and added " + name;
        return Edited.of(text(lines), before.isEmpty() ? made : "Add/update " + name);
    }

    private static Edited absent(String name, Optional<byte[]> before) {
        List<String> lines = lines(before);
        int at = indexOf(lines, name);
        if (at < 0) {
            return Edited.nothing(name + " not present");
        }
        lines.remove(at);
        return Edited.of(text(lines), "Remove " + name);
    }

    private static List<String> lines(Optional<byte[]> before) {
        return new ArrayList<>(before.map(NodeText::decode)
                .orElse("")
                .lines()
                .filter(line -> !line.isBlank())
                .toList());
    }

    private static int indexOf(List<String> lines, String name) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(name + ":")) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] text(List<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return NodeText.encode(text.toString());
    }
}
