package io.slipway.automation.engine;

import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.Play;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import io.slipway.common.crypto.PasswordHash;
import io.slipway.common.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code vars_prompt}: asks a person for variables before a play begins. With nobody there, the defaults are taken. */
final class Prompts {

    private final RunContext run;

    Prompts(RunContext run) {
        this.run = run;
    }

    /** What the command line gives is not asked for. */
    Map<String, YamlNode> answers(Play play) {
        Map<String, YamlNode> answers = new LinkedHashMap<>();
        if (play.keyword(Keyword.VARS_PROMPT).orElse(null) instanceof YamlNode.Sequence prompts) {
            for (YamlNode prompt : prompts.items()) {
                if (prompt instanceof YamlNode.Mapping map
                        && map.get("name").orElse(null) instanceof YamlNode.Scalar name
                        && !run.options().extraVars().containsKey(name.text())) {
                    answers.put(name.text(), answer(map, name));
                }
            }
        }
        return answers;
    }

    private YamlNode answer(YamlNode.Mapping prompt, YamlNode.Scalar name) {
        String said = asked(prompt, name.text()).filter(text -> !text.isEmpty()).orElseGet(() -> {
            String otherwise = text(prompt, "default").orElse(null);
            return otherwise == null ? run.prompter().present() ? "" : "None" : otherwise;
        });
        String value = text(prompt, "encrypt")
                .map(scheme -> encrypted(said, scheme, prompt))
                .orElse(said);
        return flag(prompt, "unsafe", false)
                ? new YamlNode.Scalar(value, value, YamlNode.Scalar.Style.QUOTED, "!unsafe", name.at())
                : YamlNode.Scalar.of(value, name.at());
    }

    private Optional<String> asked(YamlNode.Mapping prompt, String name) {
        if (!run.prompter().present()) {
            run.events().warn(Problem.of("Not prompting as we are not in interactive mode"));
            return Optional.empty();
        }
        String words = text(prompt, "prompt").orElse(name);
        String question = (words.isEmpty() ? "input for " + name : words)
                + text(prompt, "default")
                        .map(otherwise -> words.isEmpty() ? "" : " [" + otherwise + "]")
                        .orElse("")
                + ": ";
        boolean hidden = flag(prompt, "private", true);
        while (true) {
            String first = run.prompter().ask(question, hidden);
            if (!flag(prompt, "confirm", false) || first.equals(run.prompter().ask("confirm " + question, hidden))) {
                return Optional.of(first);
            }
            run.prompter().say("***** VALUES ENTERED DO NOT MATCH ****");
        }
    }

    /** With schemes called as in passlib: {@code sha512_crypt}. */
    private String encrypted(String plain, String scheme, YamlNode.Mapping prompt) {
        Position at = prompt.at();
        PasswordHash hash = PasswordHash.named(scheme.replaceFirst("_crypt$", ""))
                .orElseThrow(() -> new EngineException(
                        Problem.of("'" + scheme + "' is not a way to encrypt a variable that can be had here")
                                .at(at)
                                .hint("one of sha512_crypt, sha256_crypt, md5_crypt, bcrypt")));
        int saltSize = text(prompt, "salt_size")
                .filter(size -> size.matches("\\d{1,3}"))
                .map(Integer::valueOf)
                .orElse(0);
        try {
            String salt = text(prompt, "salt").orElseGet(() -> hash.salt(saltSize, run.random()));
            return hash.of(plain, salt, 0, "");
        } catch (CryptoException e) {
            throw new EngineException(e.problem().at(at), e);
        }
    }

    private static Optional<String> text(YamlNode.Mapping prompt, String key) {
        return prompt.get(key)
                .filter(node -> node instanceof YamlNode.Scalar scalar && scalar.value() != null)
                .map(node -> ((YamlNode.Scalar) node).text());
    }

    private static boolean flag(YamlNode.Mapping prompt, String key, boolean otherwise) {
        return prompt.get(key)
                .map(node -> KeywordValues.truth(node.toValue() == null ? false : node.toValue(), node.at(), key))
                .orElse(otherwise);
    }
}
