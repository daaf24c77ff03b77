package io.slipway.automation.transport.ssh;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.common.Buffer.PlainBuffer;

/**
 * An ssh-agent, asked over its Unix socket as draft-ietf-sshm-ssh-agent says: the keys it holds never leave it. Each question is a
 * connection of its own.
 *
 * @param limit for an answer; somebody may have to confirm the use of a key
 */
record Agent(Path socket, Duration limit) {

    /** As in OpenSSH. */
    private static final int LONGEST_ANSWER = 256 << 10;

    private static final int MOST_KEYS = 2048;

    private static final byte FAILURE = 5;
    private static final byte REQUEST_IDENTITIES = 11;
    private static final byte IDENTITIES_ANSWER = 12;
    private static final byte SIGN_REQUEST = 13;
    private static final byte SIGN_RESPONSE = 14;
    private static final int SHA2_256 = 2;
    private static final int SHA2_512 = 4;

    /** A key that the agent holds. */
    record Held(Agent agent, byte[] blob, String comment) implements Identity {

        @Override
        public String origin() {
            return "agent key '" + comment + "'";
        }

        @Override
        public byte[] sign(byte[] data, String algorithm) throws IOException {
            int flags = switch (algorithm) {
                case "rsa-sha2-256" -> SHA2_256;
                case "rsa-sha2-512" -> SHA2_512;
                default -> 0;
            };
            PlainBuffer answer = agent.ask(
                    new PlainBuffer()
                            .putByte(SIGN_REQUEST)
                            .putString(blob)
                            .putString(data)
                            .putUInt32(flags),
                    SIGN_RESPONSE);
            byte[] signature = answer.readStringAsBytes();
            String made = Blobs.type(signature);
            if (!made.equals(algorithm)) {
                throw new IOException("the agent signed with '" + made + "' instead of " + algorithm);
            }
            return signature;
        }
    }

    /** @throws IOException if it cannot be reached, or answers nonsense */
    List<Held> keys() throws IOException {
        PlainBuffer answer = ask(new PlainBuffer().putByte(REQUEST_IDENTITIES), IDENTITIES_ANSWER);
        long count = answer.readUInt32();
        if (count > MOST_KEYS) {
            throw new IOException("the agent claims to hold " + count + " keys");
        }
        List<Held> keys = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            byte[] blob = answer.readStringAsBytes();
            keys.add(new Held(this, blob, answer.readString().replaceAll("\\p{Cntrl}", "?")));
        }
        return keys;
    }

    private PlainBuffer ask(PlainBuffer question, byte expected) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Deadline deadline = Deadline.after(limit, () -> close(channel))) {
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                byte[] body = question.getCompactData();
                ByteBuffer message = ByteBuffer.allocate(4 + body.length)
                        .putInt(body.length)
                        .put(body)
                        .flip();
                while (message.hasRemaining()) {
                    channel.write(message);
                }
                int length = read(channel, 4).getInt();
                if (length < 1 || length > LONGEST_ANSWER) {
                    throw new IOException("the agent answers with " + Integer.toUnsignedString(length) + " bytes");
                }
                PlainBuffer answer = new PlainBuffer(read(channel, length).array());
                byte kind = answer.readByte();
                if (kind != expected) {
                    throw new IOException(
                            kind == FAILURE ? "the agent refuses" : "the agent answers with type " + kind);
                }
                return answer;
            } catch (IOException e) {
                throw deadline.passed()
                        ? new IOException("the agent gave no answer within " + limit.toSeconds() + " s", e)
                        : e;
            }
        }
    }

    private static ByteBuffer read(SocketChannel channel, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new IOException("the agent hung up");
            }
        }
        return bytes.flip();
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Whoever waits on it learns from that.
            return;
        }
    }
}
