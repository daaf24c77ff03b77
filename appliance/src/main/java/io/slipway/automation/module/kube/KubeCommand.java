package io.slipway.automation.module.kube;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import java.util.ArrayList;
import java.util.List;

/** The words of the {@code kubectl} command that arguments mean. */
record KubeCommand(Arguments arguments) {

    /** @param otherwise what is wrong when no file is named */
    List<String> apply(String otherwise) {
        List<String> words = start("apply");
        words.add("--force");
        flag(words, "wait", "--wait");
        recursive(words);
        if (files().isEmpty()) {
            throw new ModuleFailure(otherwise);
        }
        words.add("--filename=" + String.join(",", files()));
        return words;
    }

    List<String> remove(String verb, String otherwise) {
        List<String> words = start(verb);
        chosen(words, otherwise, "--all");
        if (files().isEmpty()) {
            flag(words, "force", "--ignore-not-found");
            if (verb.equals("delete")) {
                recursive(words);
            }
        }
        return words;
    }

    List<String> look() {
        List<String> words = start("get");
        chosen(words, "resource required without filename", "--all-namespaces");
        words.add("--no-headers");
        return words;
    }

    private List<String> start(String verb) {
        List<String> words = new ArrayList<>();
        words.add(arguments.text("kubectl").orElse("kubectl"));
        arguments.text("server").ifPresent(server -> words.add("--server=" + server));
        arguments.text("kubeconfig").ifPresent(file -> words.add("--kubeconfig=" + file));
        if (arguments.number("log_level") != 0) {
            words.add("--v=" + arguments.number("log_level"));
        }
        arguments.text("namespace").ifPresent(namespace -> words.add("--namespace=" + namespace));
        words.add(verb);
        return words;
    }

    /** By files, or by kind, name and labels. */
    private void chosen(List<String> words, String otherwise, String all) {
        if (!files().isEmpty()) {
            words.add("--filename=" + String.join(",", files()));
            recursive(words);
            return;
        }
        words.add(arguments.text("resource").orElseThrow(() -> new ModuleFailure(otherwise)));
        arguments.text("name").ifPresent(words::add);
        arguments.text("label").ifPresent(label -> words.add("--selector=" + label));
        flag(words, "all", all);
    }

    private void flag(List<String> words, String argument, String flag) {
        if (arguments.flag(argument)) {
            words.add(flag);
        }
    }

    private void recursive(List<String> words) {
        flag(words, "recursive", "--recursive=True");
    }

    private List<String> files() {
        return arguments.strings("filename").stream().map(String::strip).toList();
    }
}
