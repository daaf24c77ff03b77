package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vars_prompt}, with a person at the terminal and without one. */
class PromptsTest {

    @TempDir
    Path root;

    @Test
    void questionsAreAskedAsAnsibleWritesThem() {
        Person person = new Person("me", "secret", "");
        String played = play(person, """
                    - {name: user, prompt: Who, private: false}
                    - {name: password}
                    - {name: release, prompt: Which, default: 7}
                """, "{{ user }} {{ password }} {{ release }}");
        assertEquals(List.of("shown Who: ", "hidden password: ", "hidden Which [7]: "), person.heard);
        assertTrue(played.contains("me secret 7"), played);
    }

    @Test
    void aConfirmedAnswerIsAskedForUntilBothAreTheSame() {
        Person person = new Person("one", "two", "three", "three");
        String played = play(person, "    - {name: password, prompt: Password, confirm: true}\n", "{{ password }}");
        assertEquals(
                List.of(
                        "hidden Password: ",
                        "hidden confirm Password: ",
                        "***** VALUES ENTERED DO NOT MATCH ****",
                        "hidden Password: ",
                        "hidden confirm Password: "),
                person.heard);
        assertTrue(played.contains("three"), played);
    }

    @Test
    void anAnswerIsATemplateUnlessItIsUnsafe() {
        String played = play(new Person("{{ 1 + 1 }}", "{{ 1 + 1 }}"), """
                    - {name: template, private: false}
                    - {name: text, private: false, unsafe: true}
                """, "{{ template }}/{{ text }}");
        assertTrue(played.contains("2/{{ 1 + 1 }}"), played);
    }

    @Test
    void anAnswerMayBeHashed() {
        String played = play(
                new Person("secret"),
                "    - {name: hash, encrypt: sha512_crypt, salt: abcdefgh}\n",
                "{{ hash.startswith('$6$') and 'abcdefgh' in hash }}");
        assertTrue(played.contains("True") || played.contains("true"), played);
    }

    private String play(Prompter person, String prompts, String message) {
        return new Stage(root, "a")
                .prompter(person)
                .play("- hosts: a\n  gather_facts: false\n  vars_prompt:\n" + prompts
                        + "  tasks:\n    - debug: {msg: \"" + message + "\"}\n");
    }

    private static final class Person implements Prompter {
        private final List<String> heard = new ArrayList<>();
        private final Deque<String> answers;

        Person(String... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public boolean present() {
            return true;
        }

        @Override
        public String ask(String question, boolean hidden) {
            heard.add((hidden ? "hidden " : "shown ") + question);
            return answers.removeFirst();
        }

        @Override
        public void say(String text) {
            heard.add(text);
        }
    }
}
