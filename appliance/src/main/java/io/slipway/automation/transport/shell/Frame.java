package io.slipway.automation.transport.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Payload;
import java.io.ByteArrayOutputStream;

/**
 * What is sent for an exchange, in the form that {@link ShellLoop} reads.
 *
 * @param whole whether the script's input is in it, or there is none; if not, it follows in blocks
 */
record Frame(byte[] bytes, boolean whole) {

    /** Up to here reading line by line, a system call for each byte, is quicker than starting a process. */
    private static final int FEW = 4096;

    static Frame of(Exchange exchange, String mark) {
        byte[] script = exchange.script().getBytes(UTF_8);
        byte[] end = ("\n" + mark + "\n").getBytes(UTF_8);
        boolean scriptAsLines = script.length <= FEW;
        String input = inputForm(exchange.stdin());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(script.length + 256);
        String size = scriptAsLines ? "lines" : Integer.toString(script.length);
        bytes.writeBytes((mark + " " + size + " " + input + "\n").getBytes(UTF_8));
        bytes.writeBytes(script);
        bytes.writeBytes(end);
        if (input.equals("lines") && exchange.stdin() instanceof Payload.Bytes text) {
            bytes.writeBytes(text.content());
            bytes.writeBytes(end);
        }
        return new Frame(bytes.toByteArray(), !input.equals("blocks"));
    }

    private static String inputForm(Payload input) {
        if (input.size() == 0) {
            return "none";
        }
        return input instanceof Payload.Bytes bytes && bytes.size() <= FEW && plainText(bytes.content())
                ? "lines"
                : "blocks";
    }

    /** Control characters other than tab and line feed do not pass through the variables of every shell. */
    private static boolean plainText(byte[] content) {
        for (byte b : content) {
            if ((b >= 0 && b < ' ' && b != '\t' && b != '\n') || b == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
