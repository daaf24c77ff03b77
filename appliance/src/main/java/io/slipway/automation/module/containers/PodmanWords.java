package io.slipway.automation.module.containers;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.containers.PodmanCommand.Word;
import io.slipway.automation.module.shell.Words;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The command lines of {@code podman} for one image. */
record PodmanWords(Arguments arguments, ImageName name, List<Word> registry) {

    private static final Set<String> BUILD =
            Set.of("annotation", "cache", "extra_args", "file", "force_rm", "format", "rm", "volume");
    private static final Set<String> PUSH =
            Set.of("compress", "dest", "destination", "format", "remove_signatures", "sign_by", "transport");
    private static final Set<String> TRANSPORTS =
            Set.of("dir", "docker-archive", "docker-daemon", "oci-archive", "ostree");

    List<Word> pull() {
        List<String> words = new ArrayList<>(List.of("pull", name.toString(), "-q"));
        arguments.text("arch").ifPresent(arch -> words.addAll(List.of("--arch", arch)));
        return with(words, registry);
    }

    List<Word> build() {
        Map<String, @Nullable Object> build = Values.record("build", arguments.map("build"), BUILD, Set.of());
        List<Word> words = new ArrayList<>(with(List.of("build", "-t", name.toString()), registry));
        Values.texts(Values.map(build.get("annotation")))
                .forEach((key, text) -> words.addAll(Word.of(List.of("--annotation", key + "=" + text))));
        flag(words, "--force-rm", build.get("force_rm"));
        words.addAll(Word.of(List.of("--format", chosen(build, "build", "format", "oci", Set.of("oci", "docker")))));
        flag(words, "--no-cache", !Values.truth(build.getOrDefault("cache", true)));
        flag(words, "--rm", build.getOrDefault("rm", true));
        String file = Values.text(build, "file");
        if (!file.isEmpty()) {
            PodmanCommand.path(words, "--file", file);
        }
        Values.strings(build.get("volume")).forEach(one -> words.addAll(Word.of(List.of("--volume", one))));
        words.addAll(Word.of(Words.split(Values.text(build, "extra_args"))));
        String path = arguments.string("path");
        words.add(new Word(path.startsWith("-") ? "./" + path : path, false));
        return words;
    }

    List<Word> push() {
        Map<String, @Nullable Object> push = pushing();
        List<Word> words = new ArrayList<>(with(List.of("push"), registry));
        flag(words, "--compress", push.get("compress"));
        if (push.get("format") != null) {
            words.addAll(Word.of(
                    List.of("--format", chosen(push, "push_args", "format", "", Set.of("oci", "v2s1", "v2s2")))));
        }
        flag(words, "--remove-signatures", push.get("remove_signatures"));
        if (push.get("sign_by") != null) {
            words.addAll(Word.of(List.of("--sign-by", Values.text(push, "sign_by"))));
        }
        words.add(new Word(name.toString(), false));
        String destination = destination(push);
        if (!destination.isEmpty()) {
            words.add(new Word(destination, false));
        }
        return words;
    }

    /** {@code push_args}, with {@code dest} under that name. */
    Map<String, @Nullable Object> pushing() {
        Map<String, @Nullable Object> push =
                new LinkedHashMap<>(Values.record("push_args", arguments.map("push_args"), PUSH, Set.of()));
        Object other = push.remove("destination");
        if (other != null) {
            push.putIfAbsent("dest", other);
        }
        return push;
    }

    /** Empty when the name itself says where. */
    private String destination(Map<String, @Nullable Object> push) {
        String dest = named().matcher(Values.text(push, "dest")).replaceAll("").replaceFirst("/$", "");
        if (push.get("transport") != null) {
            String transport = chosen(push, "push_args", "transport", "", TRANSPORTS);
            if (dest.isEmpty()) {
                throw new ModuleFailure("push_args.transport needs push_args.dest");
            }
            return transport + ":" + (transport.equals("ostree") ? name.repository() + "@" : "") + dest;
        }
        if (name.repository().contains("/")) {
            return "";
        }
        if (dest.isEmpty()) {
            throw new ModuleFailure(Problem.of(name + " names no registry to push to")
                    .hint("say it in push_args.dest, or name the image registry/" + name));
        }
        return dest + "/" + name;
    }

    private Pattern named() {
        return Pattern.compile("/" + Pattern.quote(name.repository()) + "(?::" + Pattern.quote(name.tag()) + ")?");
    }

    /** Empty unless {@code push_args.dest} repeats the name. */
    String warning() {
        String dest = Values.text(pushing(), "dest");
        Matcher repeated = named().matcher(dest);
        return arguments.flag("push") && repeated.find()
                ? "push_args.dest need not repeat the image's name: " + repeated.replaceAll("") + " is enough"
                : "";
    }

    List<Word> remove(String what) {
        return Word.of(arguments.flag("force") ? List.of("rmi", what, "--force") : List.of("rmi", what));
    }

    private static List<Word> with(List<String> words, List<Word> more) {
        List<Word> all = new ArrayList<>(Word.of(words));
        all.addAll(more);
        return all;
    }

    private static void flag(List<Word> words, String flag, @Nullable Object given) {
        if (Values.truth(given)) {
            words.add(new Word(flag, false));
        }
    }

    private static String chosen(
            Map<String, @Nullable Object> given, String option, String key, String usual, Set<String> choices) {
        String value = given.get(key) == null ? usual : Values.text(given, key);
        if (!choices.contains(value)) {
            throw new ModuleFailure("value of " + option + "." + key + " must be one of: "
                    + String.join(", ", choices.stream().sorted().toList()) + ", got: " + value);
        }
        return value;
    }
}
