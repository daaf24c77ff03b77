package io.slipway.automation.transport.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Payload;
import java.io.ByteArrayOutputStream;
import java.util.Map;

/**
 * What is sent for an exchange, in the form that {@link ShellLoop} reads.
 *
 * @param whole whether the script's input is in it, or there is none; if not, it follows in blocks
 */
record Frame(byte[] bytes, boolean whole) {

    /** Up to here reading line by line, a system call for each byte, is quicker than starting a process. */
    private static final int FEW = 4096;

    /** @param kept the libraries that the loop has kept, by the number of each; a new one is sent along and added */
    static Frame of(Exchange exchange, String mark, Map<String, Integer> kept) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String library = exchange.library();
        if (!library.isEmpty() && !kept.containsKey(library)) {
            kept.put(library, kept.size() + 1);
            add(bytes, mark, library, "keep " + kept.get(library));
        }
        String input = inputForm(exchange.stdin());
        add(bytes, mark, exchange.script(), library.isEmpty() ? input : input + " " + kept.get(library));
        if (input.equals("lines") && exchange.stdin() instanceof Payload.Bytes text) {
            bytes.writeBytes(text.content());
            bytes.writeBytes(end(mark));
        }
        return new Frame(bytes.toByteArray(), !input.equals("blocks"));
    }

    private static void add(ByteArrayOutputStream bytes, String mark, String text, String purpose) {
        byte[] script = text.getBytes(UTF_8);
        String size = script.length <= FEW ? "lines" : Integer.toString(script.length);
        bytes.writeBytes((mark + " " + size + " " + purpose + "\n").getBytes(UTF_8));
        bytes.writeBytes(script);
        bytes.writeBytes(end(mark));
    }

    private static byte[] end(String mark) {
        return ("\n" + mark + "\n").getBytes(UTF_8);
    }

    private static String inputForm(Payload input) {
        if (input.size() == 0) {
            return "none";
        }
        return input instanceof Payload.Bytes bytes && bytes.size() <= FEW && bytes.plainText() ? "lines" : "blocks";
    }
}
