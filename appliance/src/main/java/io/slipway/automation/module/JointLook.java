package io.slipway.automation.module;

import io.slipway.automation.transport.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Several scripts that only look, as one exchange. What costs most on a node is to start a program, and a program such as {@code stat}
 * takes many paths: so their common library is told first what all of them are going to ask.
 *
 * <p>The library defines {@code look_ahead COUNT MARK}, which runs the functions {@code look_1}, {@code look_2} and so on, each in a subshell,
 * and prints a line with the mark and the exit status after what each has printed, and the mark to standard error. What several ask is
 * asked once.
 *
 * @param looks with the same library, without input
 * @param mark a word that nothing else prints
 */
public record JointLook(List<Script> looks, String mark) {

    /** The exit status of a script that wants to be asked alone, since its answer is long. */
    public static final int ALONE = 75;

    public Script script() {
        StringBuilder text = new StringBuilder();
        List<Script> different = different();
        for (int i = 0; i < different.size(); i++) {
            text.append("look_")
                    .append(i + 1)
                    .append("() {\n")
                    .append(different.get(i).text())
                    .append("\n}\n");
        }
        text.append("look_ahead ")
                .append(different.size())
                .append(' ')
                .append(mark)
                .append('\n');
        return Script.of(text.toString()).using(looks.getFirst().library()).looking();
    }

    private List<Script> different() {
        return looks.stream().distinct().toList();
    }

    /** The answer to each; none where it is better to ask again. */
    public List<Optional<Reply>> answers(Reply reply) {
        List<Script> different = different();
        List<Reply> answers = parts(reply);
        return looks.stream()
                .map(different::indexOf)
                .map(i -> Optional.of(i).filter(k -> k < answers.size()).map(answers::get))
                .map(answer -> answer.filter(one -> one.exitCode() != ALONE))
                .toList();
    }

    private List<Reply> parts(Reply reply) {
        List<Reply> parts = new ArrayList<>();
        byte[] out = reply.stdout();
        byte[] err = reply.stderr();
        int outAt = 0;
        int errAt = 0;
        while (true) {
            int outEnd = indexOf(out, "\n" + mark + " ", outAt);
            int errEnd = indexOf(err, "\n" + mark + "\n", errAt);
            int statusAt = outEnd + mark.length() + 2;
            int lineEnd = outEnd < 0 ? -1 : indexOf(out, "\n", statusAt);
            if (lineEnd < 0 || errEnd < 0) {
                return parts;
            }
            int status = Integer.parseInt(new String(out, statusAt, lineEnd - statusAt, StandardCharsets.US_ASCII));
            parts.add(
                    new Reply(status, Arrays.copyOfRange(out, outAt, outEnd), Arrays.copyOfRange(err, errAt, errEnd)));
            outAt = lineEnd + 1;
            errAt = errEnd + mark.length() + 2;
        }
    }

    private static int indexOf(byte[] bytes, String wanted, int from) {
        byte[] word = wanted.getBytes(StandardCharsets.US_ASCII);
        for (int i = from; i + word.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + word.length, word, 0, word.length)) {
                return i;
            }
        }
        return -1;
    }
}
